using System.Buffers.Binary;

namespace MirageGen;

/// <summary>
/// libpcap's file format for captured frames (IETF draft-ietf-opsawg-pcap): a header of 24 octets, then each frame behind a
/// header of 16. Written little-endian, with times in nanoseconds.
/// </summary>
public static class PcapFormat
{
    /// <summary>How a file with times in microseconds begins, as a number in the octet order of the rest.</summary>
    public const uint MicrosecondMagic = 0xA1B2_C3D4;

    /// <summary>How a file with times in nanoseconds begins.</summary>
    public const uint NanosecondMagic = 0xA1B2_3C4D;

    /// <summary>Octets of the header of a file.</summary>
    public const int FileHeaderOctets = 24;

    /// <summary>Octets of the header of a frame.</summary>
    public const int FrameHeaderOctets = 16;

    /// <summary>The most octets that are kept of a frame.</summary>
    public const int SnapshotOctets = 262_144;

    /// <summary>The link type of Ethernet.</summary>
    public const uint Ethernet = 1;

    private const ushort Major = 2;
    private const ushort Minor = 4;

    /// <summary>Writes the header of a file of Ethernet frames.</summary>
    /// <param name="destination">At least <see cref="FileHeaderOctets"/> octets.</param>
    public static void WriteFileHeader(Span<byte> destination)
    {
        destination[..FileHeaderOctets].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Major);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], Minor);
        BinaryPrimitives.WriteInt32LittleEndian(destination[16..], SnapshotOctets);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], Ethernet);
    }

    /// <summary>Writes the header of a frame.</summary>
    /// <param name="destination">At least <see cref="FrameHeaderOctets"/> octets.</param>
    /// <param name="time">When it was seen, from 1970 to 2106.</param>
    /// <param name="kept">Octets kept of it, which follow; at most <see cref="SnapshotOctets"/>.</param>
    /// <param name="length">Octets of all of it.</param>
    public static void WriteFrameHeader(Span<byte> destination, DateTimeOffset time, int kept, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, SnapshotOctets);
        var ticks = (time - DateTimeOffset.UnixEpoch).Ticks;
        BinaryPrimitives.WriteUInt32LittleEndian(destination, checked((uint)Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest)));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], (uint)(rest * TimeSpan.NanosecondsPerTick));
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], kept);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], length);
    }
}
