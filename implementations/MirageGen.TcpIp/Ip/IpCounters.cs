namespace MirageGen.TcpIp;

/// <summary>What IP counts.</summary>
internal sealed class IpCounters(CounterGroup group)
{
    public Counter Received { get; } = group.Add("received", "packets received");

    public Counter Delivered { get; } = group.Add("delivered", "packets handed to a protocol of this host");

    public Counter Sent { get; } = group.Add("sent", "packets sent by this host");

    public Counter Forwarded { get; } = group.Add("forwarded", "packets passed on to another host");

    public Counter Looped { get; } = group.Add("looped", "packets that this host sent to itself");

    public Counter Malformed { get; } = group.Add("malformed", "packets dropped for their header or its lengths");

    public Counter BadChecksum { get; } = group.Add("bad-checksum", "packets dropped for their header's checksum");

    public Counter BadOptions { get; } = group.Add("bad-options", "packets dropped for malformed options or extension headers");

    public Counter SourceRouted { get; } = group.Add("source-routed", "packets dropped because they ask for a route");

    public Counter BadSource { get; } = group.Add("bad-source", "packets dropped because nobody can have sent them from there");

    public Counter NotForUs { get; } = group.Add("not-for-us", "packets dropped because they are for another host");

    public Counter UnknownProtocol { get; } = group.Add("unknown-protocol", "packets of a protocol nobody takes");

    public Counter GroupReports { get; } = group.Add("group-reports", "times that routers and switches were told of groups");

    public Counter BadGroupMessage { get; } = group.Add("bad-group-message", "messages about groups dropped for their length, contents or origin");

    public Counter NoRoute { get; } = group.Add("no-route", "packets not sent for want of a route or an address");

    public Counter HopLimit { get; } = group.Add("hop-limit", "packets not forwarded because they had passed too many routers");

    public Counter ForwardTooBig { get; } = group.Add("forward-too-big", "packets not forwarded because they were too large");

    public Counter Full { get; } = group.Add("full", "packets dropped because the device was full");

    public Counter LoopFull { get; } = group.Add("loop-full", "packets to this host itself dropped for a bound");

    public Counter FragmentsSent { get; } = group.Add("fragments-sent", "fragments sent");

    public Counter FragmentsReceived { get; } = group.Add("fragments-received", "fragments received");

    public Counter Reassembled { get; } = group.Add("reassembled", "packets put together from fragments");

    public Counter FragmentsBad { get; } = group.Add("fragments-bad", "fragments dropped because they overlap, are too many or do not fit");

    public Counter ReassemblyTimeout { get; } = group.Add("reassembly-timeout", "packets dropped because fragments did not arrive in time");

    public Counter ReassemblyEvicted { get; } = group.Add("reassembly-evicted", "incomplete packets given up for a bound");
}
