namespace MirageGen.TcpIp;

/// <summary>Where a TCP connection stands.</summary>
/// <param name="Local">Our end.</param>
/// <param name="Remote">The peer's end.</param>
/// <param name="State">Its state as RFC 9293 section 3.3.2 names it: <c>ESTABLISHED</c>.</param>
/// <param name="Unread">Octets that have arrived in order and were not taken.</param>
/// <param name="Unacknowledged">Octets that were written and are not acknowledged.</param>
/// <param name="CongestionWindow">Octets that may be on their way.</param>
/// <param name="SmoothedRtt">The smoothed round-trip time; zero before the first sample.</param>
/// <param name="Retransmitted">Segments sent again.</param>
public sealed record ConnectionReport(
    IpEndpoint Local,
    IpEndpoint Remote,
    string State,
    long Unread,
    long Unacknowledged,
    long CongestionWindow,
    TimeSpan SmoothedRtt,
    long Retransmitted)
{
    /// <summary>A line: both ends, the state, then the figures by name.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Local} {Remote} {State}, {Unread} unread, {Unacknowledged} unacknowledged, window {CongestionWindow}, rtt {SmoothedRtt.TotalMilliseconds:F1} ms, {Retransmitted} sent again");
}
