using System.Buffers.Binary;

namespace MirageGen.TestKit;

/// <summary>
/// What a device does that cuts large TCP frames for its user: each segment gets the headers of the large one with its
/// own lengths, identification, sequence number and flags, and in the TCP checksum's field the sum of its pseudo-header.
/// </summary>
internal static class FrameSegmenter
{
    private const int IpOffset = SimulatedNetwork.HeaderOctets;
    private const int V4LengthOffset = IpOffset + 2;
    private const int V4IdentificationOffset = IpOffset + 4;
    private const int V4ChecksumOffset = IpOffset + 10;
    private const int V6LengthOffset = IpOffset + 4;
    private const int V6HeaderOctets = 40;
    private const int TcpSequenceOffset = 4;
    private const int TcpFlagsOffset = 13;
    private const int TcpChecksumOffset = 16;
    private const byte Fin = 0x01;
    private const byte Push = 0x08;
    private const byte CongestionWindowReduced = 0x80;

    /// <summary>How many segments a frame makes.</summary>
    public static int Count(int length, in TransmitOffload offload) =>
        Math.Max(1, (length - offload.HeaderOctets + offload.SegmentOctets - 1) / offload.SegmentOctets);

    /// <summary>Writes one segment of a large frame.</summary>
    /// <param name="frame">The large frame.</param>
    /// <param name="offload">How it is to be cut.</param>
    /// <param name="index">Which segment.</param>
    /// <param name="segment">Room for it.</param>
    /// <returns>Its length.</returns>
    public static int Write(ReadOnlySpan<byte> frame, in TransmitOffload offload, int index, Span<byte> segment)
    {
        var header = offload.HeaderOctets;
        var payload = frame[header..].Slice(index * offload.SegmentOctets);
        var isLast = payload.Length <= offload.SegmentOctets;
        payload = isLast ? payload : payload[..offload.SegmentOctets];
        frame[..header].CopyTo(segment);
        payload.CopyTo(segment[header..]);
        segment = segment[..(header + payload.Length)];

        var tcp = segment[offload.ChecksumStart..];
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[TcpSequenceOffset..]);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[TcpSequenceOffset..], sequence + (uint)(index * offload.SegmentOctets));
        tcp[TcpFlagsOffset] &= (byte)~((isLast ? 0 : Fin | Push) | (index == 0 ? 0 : CongestionWindowReduced));
        var pseudo = offload.Segmentation == Segmentation.TcpV4 ? FinishV4(segment, tcp.Length, index) : FinishV6(segment, tcp.Length);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[TcpChecksumOffset..], pseudo);
        return segment.Length;
    }

    private static ushort FinishV4(Span<byte> segment, int tcpOctets, int index)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment[V4LengthOffset..], (ushort)(segment.Length - IpOffset));
        var identification = BinaryPrimitives.ReadUInt16BigEndian(segment[V4IdentificationOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(segment[V4IdentificationOffset..], (ushort)(identification + index));
        BinaryPrimitives.WriteUInt16BigEndian(segment[V4ChecksumOffset..], 0);
        var headerOctets = (segment[IpOffset] & 0xF) * 4;
        BinaryPrimitives.WriteUInt16BigEndian(segment[V4ChecksumOffset..], InternetChecksum.Of(segment.Slice(IpOffset, headerOctets)));
        return PseudoHeader(segment.Slice(IpOffset + 12, 2 * IPv4Address.OctetCount), tcpOctets);
    }

    private static ushort FinishV6(Span<byte> segment, int tcpOctets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment[V6LengthOffset..], (ushort)(segment.Length - IpOffset - V6HeaderOctets));
        return PseudoHeader(segment.Slice(IpOffset + 8, 2 * IPv6Address.OctetCount), tcpOctets);
    }

    /// <summary>The sum over the pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    private static ushort PseudoHeader(ReadOnlySpan<byte> addresses, int tcpOctets) =>
        (ushort)~InternetChecksum.Of(addresses, (uint)IpProtocol.Tcp + (uint)tcpOctets);
}
