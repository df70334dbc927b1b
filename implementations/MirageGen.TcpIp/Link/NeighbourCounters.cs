namespace MirageGen.TcpIp;

/// <summary>What is counted about neighbours on one interface.</summary>
internal sealed class NeighbourCounters(CounterGroup group)
{
    public Counter Kept { get; } = group.Add("kept", "packets kept while their next hop was asked for");

    public Counter KeptDropped { get; } = group.Add("kept-dropped", "kept packets dropped for a bound");

    public Counter Unresolved { get; } = group.Add("unresolved", "kept packets dropped because the next hop did not answer");

    public Counter Evicted { get; } = group.Add("evicted", "neighbours given up for the table's bound");

    public Counter TableFull { get; } = group.Add("table-full", "packets dropped because too many neighbours are being asked for");

    public Counter ArpReceived { get; } = group.Add("arp-received", "ARP packets received");

    public Counter ArpMalformed { get; } = group.Add("arp-malformed", "ARP packets that are none, or claim impossible senders");

    public Counter Conflicts { get; } = group.Add("conflicts", "packets of others that claim an address of this interface");
}
