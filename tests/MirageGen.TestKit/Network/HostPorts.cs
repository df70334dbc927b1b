namespace MirageGen.TestKit;

/// <summary>The ports of a host, shared by all its stacks.</summary>
internal sealed class HostPorts
{
    private readonly HashSet<(IpEndpoint Local, IpEndpoint Remote)> _connections = [];

    public PortTable<SimulatedListener> Tcp { get; } = new();

    public PortTable<SimulatedUdpSocket> Udp { get; } = new();

    /// <summary>Chooses the local end of a connection to be made.</summary>
    /// <returns>False when every port is in use towards that remote end.</returns>
    public bool TryConnect(IpAddress source, IpEndpoint remote, out IpEndpoint local)
    {
        local = default;
        for (var tries = 0; tries <= ushort.MaxValue; tries++)
        {
            if (!Tcp.TryFindFree(out var port))
            {
                return false;
            }

            local = new(source, port);
            if (_connections.Add((local, remote)))
            {
                return true;
            }
        }

        return false;
    }

    public void Disconnect(IpEndpoint local, IpEndpoint remote) => _connections.Remove((local, remote));
}
