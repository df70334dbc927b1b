using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>
/// Borrowed view of the header of one TCP segment (RFC 9293 section 3.1): judges lengths, never meaning.
/// </summary>
internal readonly ref struct TcpSegmentView
{
    /// <summary>Octets of a header without options.</summary>
    public const int LeastHeaderOctets = 20;

    /// <summary>Octets of the longest header: its length is four bits of words.</summary>
    public const int MostHeaderOctets = 60;

    /// <summary>Where in the header the checksum lies.</summary>
    public const int ChecksumOffset = 16;

    private const int DestinationPortOffset = 2;
    private const int SequenceOffset = 4;
    private const int AcknowledgmentOffset = 8;
    private const int DataOffsetOffset = 12;
    private const int FlagsOffset = 13;
    private const int WindowOffset = 14;
    private const int UrgentPointerOffset = 18;

    private readonly ReadOnlySpan<byte> _header;

    private TcpSegmentView(ReadOnlySpan<byte> header) => _header = header;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_header);

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_header[DestinationPortOffset..]);

    /// <summary>The sequence number of the first octet of payload, or of the SYN.</summary>
    public TcpSequence Sequence => new(BinaryPrimitives.ReadUInt32BigEndian(_header[SequenceOffset..]));

    /// <summary>The next octet the sender expects; counts only with <see cref="TcpFlags.Ack"/>.</summary>
    public TcpSequence Acknowledgment => new(BinaryPrimitives.ReadUInt32BigEndian(_header[AcknowledgmentOffset..]));

    /// <summary>The control bits.</summary>
    public TcpFlags Flags => (TcpFlags)_header[FlagsOffset];

    /// <summary>The receive window, not scaled.</summary>
    public ushort Window => BinaryPrimitives.ReadUInt16BigEndian(_header[WindowOffset..]);

    /// <summary>Where urgent data ends; counts only with <see cref="TcpFlags.Urg"/>.</summary>
    public ushort UrgentPointer => BinaryPrimitives.ReadUInt16BigEndian(_header[UrgentPointerOffset..]);

    /// <summary>Octets of the header with its options: where the payload begins.</summary>
    public int HeaderOctets => _header.Length;

    /// <summary>The options, with their padding.</summary>
    public ReadOnlySpan<byte> Options => _header[LeastHeaderOctets..];

    /// <summary>Checks every length the accessors rely on.</summary>
    /// <param name="octets">Untrusted; begins with the segment and holds all of its header, payload or not.</param>
    /// <param name="view">The header, when there is no error.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out TcpSegmentView view)
    {
        view = default;
        if (octets.Length < LeastHeaderOctets)
        {
            return WireError.Truncated;
        }

        var headerOctets = (octets[DataOffsetOffset] >> 4) * sizeof(uint);
        if (headerOctets < LeastHeaderOctets)
        {
            return WireError.Length;
        }

        if (headerOctets > octets.Length)
        {
            return WireError.Truncated;
        }

        view = new(octets[..headerOctets]);
        return WireError.None;
    }

    /// <summary>Reads the ports of the eight octets that an ICMP report quotes at least (RFC 792), and the sequence number.</summary>
    /// <param name="quoted">Untrusted; what the report quotes of a segment that was sent.</param>
    /// <param name="source">Its sender's port.</param>
    /// <param name="destination">Its receiver's port.</param>
    /// <param name="sequence">Its sequence number.</param>
    public static WireError TryReadQuoted(
        ReadOnlySpan<byte> quoted, out ushort source, out ushort destination, out TcpSequence sequence)
    {
        (source, destination, sequence) = (0, 0, default);
        if (quoted.Length < SequenceOffset + sizeof(uint))
        {
            return WireError.Truncated;
        }

        source = BinaryPrimitives.ReadUInt16BigEndian(quoted);
        destination = BinaryPrimitives.ReadUInt16BigEndian(quoted[DestinationPortOffset..]);
        sequence = new(BinaryPrimitives.ReadUInt32BigEndian(quoted[SequenceOffset..]));
        return WireError.None;
    }

    /// <summary>Reads the whole header as a value, with what its options say.</summary>
    public void Read(out TcpHeader header)
    {
        header = new()
        {
            SourcePort = SourcePort,
            DestinationPort = DestinationPort,
            Sequence = Sequence,
            Acknowledgment = Acknowledgment,
            Flags = Flags,
            Window = Window,
            UrgentPointer = UrgentPointer,
        };
        if (_header.Length > LeastHeaderOctets)
        {
            TcpOptionsFormat.Read(Options, ref header.Options);
        }
    }
}
