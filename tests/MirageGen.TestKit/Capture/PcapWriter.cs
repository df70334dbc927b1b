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
        PcapFormat.WriteFileHeader(header);
        destination.Write(header);
    }

    /// <summary>Appends a frame.</summary>
    /// <param name="time">When it was seen, from 1970 to 2106.</param>
    /// <param name="octets">What was kept of it, at most 262,144 octets.</param>
    /// <param name="length">Its whole length; zero when all of it was kept.</param>
    public void Write(DateTimeOffset time, ReadOnlySpan<byte> octets, int length = 0)
    {
        Span<byte> header = stackalloc byte[PcapFormat.FrameHeaderOctets];
        PcapFormat.WriteFrameHeader(header, time, octets.Length, Math.Max(length, octets.Length));
        _destination.Write(header);
        _destination.Write(octets);
    }
}
