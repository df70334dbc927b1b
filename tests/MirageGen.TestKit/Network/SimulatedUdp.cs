namespace MirageGen.TestKit;

/// <summary>UDP of one stack.</summary>
internal sealed class SimulatedUdp(SimulatedStack stack) : IUdp
{
    private readonly List<SimulatedUdpSocket> _sockets = [];

    public IEnumerable<string> Open => _sockets.Select(socket => $"{stack.Host}: UDP socket {socket.LocalEndpoint}");

    public IUdpSocket Bind(IpEndpoint local, DatagramHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var host = stack.Host;
        if (!local.Address.IsNone && !host.Has(local.Address))
        {
            throw new DeviceException($"cannot bind {local}: {local.Address} is no address of {host}");
        }

        var socket = new SimulatedUdpSocket(this, host, handler);
        if (stack.IsGone)
        {
            return socket;
        }

        if (!host.Ports.Udp.TryBind(local, socket, out var bound))
        {
            throw new DeviceException($"cannot bind {local}: the port is taken on {host}");
        }

        socket.LocalEndpoint = bound;
        _sockets.Add(socket);
        return socket;
    }

    public void Remove(SimulatedUdpSocket socket) => _sockets.Remove(socket);

    /// <summary>Whether the host has crashed under it.</summary>
    public bool IsGone => stack.IsGone;

    public void Close()
    {
        foreach (var socket in _sockets.ToArray())
        {
            socket.Close();
        }
    }
}
