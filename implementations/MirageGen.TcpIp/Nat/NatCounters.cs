namespace MirageGen.TcpIp;

/// <summary>What translation counts.</summary>
internal sealed class NatCounters(CounterGroup group)
{
    public Counter Outbound { get; } = group.Add("outbound", "packets translated on their way out");

    public Counter Inbound { get; } = group.Add("inbound", "packets translated on their way in");

    public Counter Hairpins { get; } = group.Add("hairpins", "packets from inside to inside by the outside address");

    public Counter Errors { get; } = group.Add("errors", "ICMP errors translated");

    public Counter Mappings { get; } = group.Add("mappings", "mappings made");

    public Counter Expired { get; } = group.Add("expired", "mappings forgotten after their time");

    public Counter Full { get; } = group.Add("full", "packets dropped because there are too many mappings, or too many of one host");

    public Counter Unmapped { get; } = group.Add("unmapped", "packets from outside dropped because nobody inside has asked for them");

    public Counter Untranslatable { get; } = group.Add("untranslatable", "packets dropped because of their protocol, their length or their checksum");
}
