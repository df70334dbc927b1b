namespace MirageGen.TcpIp;

/// <summary>What Ethernet counts.</summary>
internal sealed class EthernetCounters(CounterGroup group)
{
    public Counter Received { get; } = group.Add("received", "frames handed to a protocol");

    public Counter Sent { get; } = group.Add("sent", "frames sent");

    public Counter Truncated { get; } = group.Add("truncated", "frames too short for a header");

    public Counter Elsewhere { get; } = group.Add("elsewhere", "frames for another station");

    public Counter OwnSource { get; } = group.Add("own-source", "frames that claim to be from this station, or from a group");

    public Counter UnknownProtocol { get; } = group.Add("unknown-protocol", "frames of a protocol nobody takes");

    public Counter Full { get; } = group.Add("full", "reservations refused because the device was full");
}
