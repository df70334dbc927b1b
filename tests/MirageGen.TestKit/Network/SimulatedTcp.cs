namespace MirageGen.TestKit;

/// <summary>TCP of one stack.</summary>
internal sealed class SimulatedTcp(SimulatedStack stack) : ITcp
{
    private readonly List<SimulatedListener> _listeners = [];
    private readonly List<ConnectAttempt> _attempts = [];
    private readonly HashSet<SimulatedFlow> _flows = [];

    public SimulatedStack Stack => stack;

    /// <summary>
    /// What is open. A flow that its owner has closed counts no more, however long the rest takes to be delivered.
    /// </summary>
    public IEnumerable<string> Open =>
        _listeners.Select(listener => $"{stack.Host}: TCP listener {listener.LocalEndpoint}")
            .Concat(Flows().Where(flow => !flow.IsClosed).Select(flow => flow.ToString()));

    public int MaxConnections => stack.MaxConnections;

    public ITcpListener Listen(IpEndpoint local, TcpListenOptions? options = null)
    {
        var host = stack.Host;
        host.World.VerifyOnLoop();
        if (!local.Address.IsNone && !host.Has(local.Address))
        {
            throw new DeviceException($"cannot listen on {local}: {local.Address} is no address of {host}");
        }

        var listener = new SimulatedListener(this, (options ?? TcpListenOptions.Default).Backlog);
        if (stack.IsGone)
        {
            return listener;
        }

        if (!host.Ports.Tcp.TryBind(local, listener, out var bound))
        {
            throw new DeviceException($"cannot listen on {local}: the port is taken on {host}");
        }

        listener.LocalEndpoint = bound;
        _listeners.Add(listener);
        return listener;
    }

    public ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation = default)
    {
        stack.Host.World.VerifyOnLoop();
        if (remote.Address.IsNone || remote.Port == 0)
        {
            throw new ArgumentException($"{remote} is nothing to connect to: it lacks an address or a port.", nameof(remote));
        }

        cancellation.ThrowIfCancellationRequested();
        var attempt = new ConnectAttempt(this, remote);
        _attempts.Add(attempt);
        return attempt.Begin(cancellation);
    }

    public void Add(SimulatedFlow flow) => _flows.Add(flow);

    public void Remove(SimulatedFlow flow)
    {
        if (_flows.Remove(flow))
        {
            stack.Host.Ports.Disconnect(flow.LocalEndpoint, flow.RemoteEndpoint);
        }
    }

    public void Remove(SimulatedListener listener)
    {
        _listeners.Remove(listener);
        stack.Host.Ports.Tcp.Release(listener.LocalEndpoint.Port, listener);
    }

    public void Remove(ConnectAttempt attempt) => _attempts.Remove(attempt);

    public void Close()
    {
        foreach (var listener in _listeners.ToArray())
        {
            listener.Close();
        }

        foreach (var attempt in _attempts.ToArray())
        {
            attempt.Fail(new DeviceException($"cannot connect to {attempt.Remote}: the stack has been disposed"));
        }

        foreach (var flow in Flows())
        {
            flow.Abort("the stack has been disposed");
        }
    }

    public void Vanish()
    {
        foreach (var listener in _listeners.ToArray())
        {
            Remove(listener);
        }

        foreach (var attempt in _attempts.ToArray())
        {
            attempt.Vanish();
        }

        foreach (var flow in Flows())
        {
            flow.Vanish();
            Remove(flow);
        }
    }

    public void ResetFlows(SimulatedHost peer)
    {
        foreach (var flow in Flows().Where(flow => flow.Peer == peer))
        {
            flow.ResetFromBetween();
        }
    }

    public void DescribeWaits(List<string> waits)
    {
        waits.AddRange(_listeners.Where(listener => listener.IsWaiting).Select(listener => $"{stack.Host}: an accept on {listener.LocalEndpoint}"));
        waits.AddRange(_attempts.Select(attempt => $"{stack.Host}: a connection to {attempt.Remote}"));
        foreach (var flow in Flows())
        {
            flow.DescribeWaits(waits);
        }
    }

    /// <summary>The flows in an order that does not depend on where objects lie in memory.</summary>
    private SimulatedFlow[] Flows() =>
        [.. _flows.OrderBy(flow => flow.LocalEndpoint.Port).ThenBy(flow => flow.RemoteEndpoint.Port).ThenBy(flow => flow.RemoteEndpoint.ToString(), StringComparer.Ordinal)];
}
