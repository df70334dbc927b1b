using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>A segment to send, or several that the device cuts from one: a header without ports, and a run of the stream.</summary>
internal struct TcpPlan
{
    /// <summary>
    /// The header of the first segment, but for its ports. When the device cuts, FIN and PSH belong to the last segment, CWR to
    /// the first.
    /// </summary>
    public TcpHeader Header;

    /// <summary>Where in our stream the payload begins; what lies there in the send buffer is to be sent.</summary>
    public long Offset { get; set; }

    /// <summary>Octets of payload; zero for none.</summary>
    public int Octets { get; set; }

    /// <summary>Octets of payload in each segment but the last; more than <see cref="Octets"/> means a single segment.</summary>
    public int SegmentOctets { get; set; }

    /// <summary>Why it is sent.</summary>
    public TcpPlanKind Kind { get; set; }

    /// <summary>Whether its IP header says ECT(0) (RFC 3168 section 6.1.4).</summary>
    public bool IsEcnCapable { get; set; }

    /// <summary>How many segments the device makes of it.</summary>
    public readonly int Segments => Octets <= SegmentOctets || SegmentOctets == 0 ? 1 : (Octets + SegmentOctets - 1) / SegmentOctets;
}
