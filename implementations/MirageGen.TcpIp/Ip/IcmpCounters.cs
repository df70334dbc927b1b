namespace MirageGen.TcpIp;

/// <summary>What both versions of ICMP count.</summary>
internal sealed class IcmpCounters(CounterGroup group)
{
    public Counter Received { get; } = group.Add("received", "messages received");

    public Counter Malformed { get; } = group.Add("malformed", "messages dropped for their length or contents");

    public Counter BadChecksum { get; } = group.Add("bad-checksum", "messages dropped for their checksum");

    public Counter Echoes { get; } = group.Add("echoes", "echo requests answered");

    public Counter EchoesIgnored { get; } = group.Add("echoes-ignored", "echo requests to broadcast addresses, not answered");

    public Counter ErrorsReceived { get; } = group.Add("errors-received", "errors handed to the protocol they are about");

    public Counter ErrorsImplausible { get; } = group.Add("errors-implausible", "errors that quote nothing of ours");

    public Counter PathMtuReduced { get; } = group.Add("path-mtu-reduced", "paths found to take less");

    public Counter Redirects { get; } = group.Add("redirects", "redirects ignored");

    public Counter ErrorsSent { get; } = group.Add("errors-sent", "errors sent");

    public Counter ErrorsLimited { get; } = group.Add("errors-limited", "errors not sent for their rate");

    public Counter NotNeighbour { get; } = group.Add("not-neighbour", "neighbour discovery that has passed a router, or breaks its rules");

    public Counter Unknown { get; } = group.Add("unknown", "messages of types nobody takes");
}
