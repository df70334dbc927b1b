namespace MirageGen.TestKit;

/// <summary>
/// STACK, in memory: TCP and UDP of a host, over the links of the world. Disposing it closes its ports and resets the
/// flows that are still open, as the end of a process does.
/// </summary>
[Device(typeof(INetworkStack), Target = SimulatedHost.Target, Shared = true)]
public sealed class SimulatedStack : INetworkStack, IAsyncDisposable
{
    private readonly HostLife _life;
    private readonly SimulatedTcp _tcp;
    private readonly SimulatedUdp _udp;

    /// <summary>A stack of a host. A host may have several; they share its addresses and ports.</summary>
    public SimulatedStack(SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
        _life = host.Life;
        _tcp = new(this);
        _udp = new(this);
        host.Add(this);
    }

    /// <summary>The host it belongs to.</summary>
    public SimulatedHost Host { get; }

    /// <inheritdoc/>
    public ITcp Tcp => _tcp;

    /// <inheritdoc/>
    public IUdp Udp => _udp;

    /// <summary>How long an attempt to connect goes on without an answer; 127 s by default, as six retries take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(127);

    /// <summary>How long a flow goes on without its peer taking anything before it gives up; 15 minutes by default.</summary>
    public TimeSpan FlowTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a disposed flow tries to hand over what was written before it gives up; a minute by default.</summary>
    public TimeSpan LingerTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many octets a flow takes from its writer beyond those the peer's stack has, before flushing waits; 64 kB by
    /// default. For flows made from now on.
    /// </summary>
    public int SendBufferOctets { get; set; } = 64 * 1024;

    /// <summary>
    /// How many octets a flow takes from the wire beyond those that its reader has consumed; 64 kB by default. For flows
    /// made from now on.
    /// </summary>
    public int ReceiveWindowOctets { get; set; } = 64 * 1024;

    /// <summary>For how many connections it says that it has room; it takes more all the same. 65,536 by default.</summary>
    public int MaxConnections { get; set; } = 65_536;

    /// <summary>Whether the host has crashed since it was made.</summary>
    internal bool IsGone => _life.IsOver;

    /// <summary>The listeners, sockets and flows of this stack that are open, in words: for checks that nothing leaks.</summary>
    public IReadOnlyList<string> Open => [.. _tcp.Open, .. _udp.Open];

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _tcp.Close();
        _udp.Close();
        Host.Remove(this);
        return default;
    }

    /// <summary>The host has crashed: everything is gone, and nobody is told.</summary>
    internal void Vanish()
    {
        _tcp.Vanish();
        _udp.Close();
        Host.Remove(this);
    }

    internal void ResetFlows(SimulatedHost peer) => _tcp.ResetFlows(peer);

    internal void DescribeWaits(List<string> waits) => _tcp.DescribeWaits(waits);
}
