using System.Buffers.Binary;

namespace MirageGen.TestKit;

/// <summary>Writes Ethernet frames in libpcap's format, with times in nanoseconds.</summary>
public sealed class PcapWriter
{
    private readonly Stream _destination;

    /// <summary>Begins a file.</summary>
    /// <param name="destination">Written to at its present position and left open.</param>
    public PcapWriter(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = destination;
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderOctets];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, PcapFormat.NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], PcapFormat.Major);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], PcapFormat.Minor);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], PcapFormat.SnapshotOctets);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], PcapFormat.Ethernet);
        destination.Write(header);
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="time">When it was seen, from 1970 to 2106.</param>
    /// <param name="octets">What was kept of it, at most 262,144 octets.</param>
    /// <param name="length">Its whole length; zero when all of it was kept.</param>
    public void Write(DateTimeOffset time, ReadOnlySpan<byte> octets, int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets.Length, PcapFormat.SnapshotOctets, nameof(octets));
        var ticks = (time - DateTimeOffset.UnixEpoch).Ticks;
        Span<byte> header = stackalloc byte[PcapFormat.FrameHeaderOctets];
        BinaryPrimitives.WriteUInt32LittleEndian(header, checked((uint)Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest)));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(rest * TimeSpan.NanosecondsPerTick));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], octets.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Math.Max(length, octets.Length));
        _destination.Write(header);
        _destination.Write(octets);
    }
}
