using System.Buffers.Binary;

namespace MirageGen.TestKit;

/// <summary>
/// Reads libpcap's format, of either octet order, with times in micro- or nanoseconds: to replay a capture of the real
/// world in a test.
/// </summary>
public sealed class PcapReader
{
    private readonly Stream _source;
    private readonly bool _isLittleEndian;
    private readonly long _fractionsPerTick;
    private readonly long _ticksPerFraction;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="source">Read from its present position and left open.</param>
    /// <exception cref="InvalidDataException">It is no such file, or not of Ethernet frames.</exception>
    public PcapReader(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderOctets];
        if (source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new InvalidDataException("The file ends within the header of a capture.");
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        _isLittleEndian = magic is PcapFormat.MicrosecondMagic or PcapFormat.NanosecondMagic;
        switch (_isLittleEndian ? magic : BinaryPrimitives.ReverseEndianness(magic))
        {
            case PcapFormat.MicrosecondMagic:
                (_fractionsPerTick, _ticksPerFraction) = (1, TimeSpan.TicksPerMicrosecond);
                break;
            case PcapFormat.NanosecondMagic:
                (_fractionsPerTick, _ticksPerFraction) = (TimeSpan.NanosecondsPerTick, 1);
                break;
            default:
                throw new InvalidDataException($"A capture does not begin with {magic:x8}.");
        }

        if ((Read(header[20..]) & 0xFFFF) != PcapFormat.Ethernet)
        {
            throw new InvalidDataException($"The frames of the capture are not Ethernet's but of link type {Read(header[20..]) & 0xFFFF}.");
        }
    }

    /// <summary>Reads the next frame.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="InvalidDataException">The file ends within a frame, or a length in it cannot be.</exception>
    public CapturedFrame? ReadNext()
    {
        Span<byte> header = stackalloc byte[PcapFormat.FrameHeaderOctets];
        var read = _source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        var kept = read < header.Length ? uint.MaxValue : Read(header[8..]);
        var length = read < header.Length ? 0 : Read(header[12..]);
        if (kept > PcapFormat.SnapshotOctets || length > int.MaxValue)
        {
            throw new InvalidDataException("The capture ends within the header of a frame, or its length cannot be.");
        }

        var octets = new byte[kept];
        if (_source.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false) < octets.Length)
        {
            throw new InvalidDataException("The capture ends within a frame.");
        }

        var ticks = (Read(header) * TimeSpan.TicksPerSecond) + (Read(header[4..]) / _fractionsPerTick * _ticksPerFraction);
        return new(DateTimeOffset.UnixEpoch.AddTicks(ticks), octets, (int)length);
    }

    /// <summary>Reads all frames that are left.</summary>
    /// <exception cref="InvalidDataException">The file ends within a frame, or a length in it cannot be.</exception>
    public IEnumerable<CapturedFrame> ReadAll()
    {
        while (ReadNext() is { } frame)
        {
            yield return frame;
        }
    }

    private uint Read(ReadOnlySpan<byte> field) => _isLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(field)
        : BinaryPrimitives.ReadUInt32BigEndian(field);
}
