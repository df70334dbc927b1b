using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>An arriving segment with its sequence numbers as offsets.</summary>
internal readonly ref struct ArrivingSegment
{
    /// <summary>Its header.</summary>
    public readonly ref readonly TcpHeader Header;

    public ArrivingSegment(in TcpHeader header, int payloadOctets, in TcpSegmentFacts facts, long start, long acknowledged)
    {
        Header = ref header;
        PayloadOctets = payloadOctets;
        Facts = facts;
        Start = start;
        Acknowledged = acknowledged;
    }

    /// <summary>Octets of its payload.</summary>
    public int PayloadOctets { get; }

    /// <summary>What the layers below know of it.</summary>
    public TcpSegmentFacts Facts { get; }

    /// <summary>The offset of its first octet in the peer's stream.</summary>
    public long Start { get; }

    /// <summary>The offset behind its payload: that of its FIN, if it has one.</summary>
    public long DataEnd => Start + PayloadOctets;

    /// <summary>The offset behind all of it.</summary>
    public long End => DataEnd + (Header.Has(TcpFlags.Fin) ? 1 : 0);

    /// <summary>The first offset of our stream that it does not acknowledge; means nothing without ACK.</summary>
    public long Acknowledged { get; }

    /// <summary>Whether it takes sequence numbers.</summary>
    public bool IsEmpty => PayloadOctets == 0 && !Header.Has(TcpFlags.Fin);

    /// <summary>How many segments the device has put together.</summary>
    public int Segments =>
        Facts.SegmentOctets > 0 && PayloadOctets > Facts.SegmentOctets
            ? (PayloadOctets + Facts.SegmentOctets - 1) / Facts.SegmentOctets
            : 1;
}
