using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Cuts a large TCP packet into segments, as a device would that can. Each segment's headers are written in front of its
/// payload over the end of the segment before, so a segment is to be copied before the next is cut.
/// </summary>
internal ref struct SegmentCutter
{
    private const int SequenceOffset = 4;
    private const int FlagsOffset = 13;
    private const byte Fin = 0x01;
    private const byte Push = 0x08;
    private const byte WindowReduced = 0x80;

    private readonly Span<byte> _packet;
    private readonly TransmitOffload _offload;
    private readonly Span<byte> _headers;
    private int _next;

    /// <summary>Begins to cut.</summary>
    /// <param name="packet">The packet with its IP header; overwritten.</param>
    /// <param name="offload">How; offsets count from the IP header.</param>
    /// <param name="headers">Room to keep the headers in.</param>
    public SegmentCutter(Span<byte> packet, in TransmitOffload offload, Span<byte> headers)
    {
        _packet = packet;
        _offload = offload;
        _headers = headers[..offload.HeaderOctets];
        packet[..offload.HeaderOctets].CopyTo(_headers);
        Current = default;
    }

    /// <summary>The segment with its headers.</summary>
    public Span<byte> Current { get; private set; }

    private readonly int PayloadOctets => _packet.Length - _offload.HeaderOctets;

    /// <summary>Cuts the next segment.</summary>
    /// <returns>False when there are no more.</returns>
    public bool MoveNext()
    {
        if (_next >= PayloadOctets)
        {
            return false;
        }

        var octets = Math.Min(_offload.SegmentOctets, PayloadOctets - _next);
        var isLast = _next + octets == PayloadOctets;
        Current = _packet.Slice(_next, _offload.HeaderOctets + octets);
        _headers.CopyTo(Current);
        var tcp = Current[_offload.ChecksumStart..];
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[SequenceOffset..]) + (uint)_next;
        BinaryPrimitives.WriteUInt32BigEndian(tcp[SequenceOffset..], sequence);
        tcp[FlagsOffset] &= (byte)~((isLast ? 0 : Fin | Push) | (_next == 0 ? 0 : WindowReduced));
        Finish(tcp);
        _next += octets;
        return true;
    }

    private readonly void Finish(Span<byte> tcp)
    {
        var isV4 = Current[0] >> 4 == 4;
        IpHeader header;
        if (isV4)
        {
            IPv4Packet.WriteLength(Current[..((Current[0] & 0xF) * 4)], Current.Length - ((Current[0] & 0xF) * 4));
            header = new(new IPv4Address(Current[12..]), new IPv4Address(Current[16..]), IpProtocol.Tcp);
        }
        else
        {
            IPv6Packet.WriteLength(Current, Current.Length - IPv6Packet.HeaderOctets);
            header = new(new IPv6Address(Current[8..24]), new IPv6Address(Current[24..40]), IpProtocol.Tcp);
        }

        var checksum = tcp[_offload.ChecksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(checksum, InternetChecksum.Fold(InternetChecksum.PseudoHeader(header, tcp.Length)));
        OffloadWork.CompleteChecksum(Current, _offload);
    }
}
