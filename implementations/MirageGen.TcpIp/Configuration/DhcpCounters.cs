namespace MirageGen.TcpIp;

/// <summary>What a DHCP client counts.</summary>
internal sealed class DhcpCounters(CounterGroup group)
{
    public Counter Sent { get; } = group.Add("sent", "messages sent");

    public Counter Received { get; } = group.Add("received", "messages received");

    public Counter Ignored { get; } = group.Add("ignored", "messages that are malformed, for another, or out of place");

    public Counter Leases { get; } = group.Add("leases", "leases taken");

    public Counter Renewals { get; } = group.Add("renewals", "leases renewed");

    public Counter Refused { get; } = group.Add("refused", "requests refused by a server");

    public Counter Declined { get; } = group.Add("declined", "addresses declined because somebody has them");

    public Counter Expired { get; } = group.Add("expired", "leases that ended without renewal");
}
