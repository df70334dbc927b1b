namespace MirageGen.TcpIp.Tcp;

/// <summary>Where a connection stands.</summary>
/// <param name="SmoothedRtt">The smoothed round-trip time; zero before the first sample.</param>
/// <param name="MinRtt">The least round-trip time of the last minutes; zero before the first sample.</param>
/// <param name="RetransmissionTimeout">The retransmission timeout, backed off as it is.</param>
/// <param name="CongestionWindow">Octets that may be on their way.</param>
/// <param name="SlowStartThreshold">Below so many octets, the window grows by slow start; <see cref="long.MaxValue"/> before the first loss.</param>
/// <param name="InFlight">Octets that are believed to be on their way.</param>
/// <param name="SendWindow">Octets from the first unacknowledged one that the peer takes.</param>
/// <param name="SegmentOctets">Octets of payload in a full segment.</param>
internal readonly record struct TcpMeasures(
    TimeSpan SmoothedRtt,
    TimeSpan MinRtt,
    TimeSpan RetransmissionTimeout,
    long CongestionWindow,
    long SlowStartThreshold,
    long InFlight,
    long SendWindow,
    int SegmentOctets);
