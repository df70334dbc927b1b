namespace MirageGen.TcpIp;

/// <summary>What UDP counts, over all its sockets.</summary>
internal sealed class UdpCounters(CounterGroup group)
{
    public Counter Received { get; } = group.Add("received", "datagrams handed to a socket");

    public Counter Sent { get; } = group.Add("sent", "datagrams sent");

    public Counter Malformed { get; } = group.Add("malformed", "datagrams dropped for their length, or for coming from port 0");

    public Counter BadChecksum { get; } = group.Add("bad-checksum", "datagrams dropped for their checksum, or for having none over IPv6");

    public Counter NoPort { get; } = group.Add("no-port", "datagrams for a port that nobody has");

    public Counter SendRefused { get; } = group.Add("send-refused", "datagrams not sent: the device was full, or there was no route");

    public Counter Errors { get; } = group.Add("errors", "reports that a datagram of ours was not delivered");

    public Counter ErrorsImplausible { get; } = group.Add("errors-implausible", "such reports about a port that nobody has");
}
