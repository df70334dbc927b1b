namespace MirageGen.TcpIp.Tcp;

/// <summary>What congestion control hears of an acknowledgment.</summary>
/// <param name="Octets">Octets newly known to be with the peer.</param>
/// <param name="To">The first unacknowledged offset, now.</param>
/// <param name="SentTo">The first offset that was not sent, now.</param>
/// <param name="Rtt">The round-trip time of the latest of them; negative when it is not known.</param>
/// <param name="SmoothedRtt">The smoothed round-trip time.</param>
/// <param name="IsWindowLimited">Whether the window was in use, and not the application or the peer the limit (RFC 7661).</param>
/// <param name="Now">The loop's time.</param>
internal readonly record struct AcknowledgedOctets(
    long Octets,
    long To,
    long SentTo,
    TimeSpan Rtt,
    TimeSpan SmoothedRtt,
    bool IsWindowLimited,
    TimeSpan Now);
