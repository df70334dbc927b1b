namespace MirageGen.TcpIp.Tcp;

/// <summary>The listeners by where they listen.</summary>
internal sealed class ListenerTable
{
    private readonly Dictionary<IpEndpoint, TcpListener> _listeners = [];
    private readonly Dictionary<int, int> _ports = [];

    /// <summary>Every listener.</summary>
    public IEnumerable<TcpListener> All => _listeners.Values;

    /// <summary>Whether somebody listens on a port, whatever the address.</summary>
    public bool HasPort(int port) => _ports.ContainsKey(port);

    /// <summary>Whether somebody listens where one would listen too: on the address, or on every address.</summary>
    public bool Conflicts(IpEndpoint local) =>
        local.Address.IsNone
            ? HasPort(local.Port)
            : _listeners.ContainsKey(local) || _listeners.ContainsKey(new(IpAddress.None, local.Port));

    /// <summary>Who listens at one of our ends; null for nobody.</summary>
    public TcpListener? Find(IpEndpoint local) =>
        _listeners.GetValueOrDefault(local) ?? _listeners.GetValueOrDefault(new(IpAddress.None, local.Port));

    /// <summary>Adds a listener that conflicts with none.</summary>
    public void Add(TcpListener listener)
    {
        _listeners.Add(listener.LocalEndpoint, listener);
        var port = listener.LocalEndpoint.Port;
        _ports[port] = _ports.GetValueOrDefault(port) + 1;
    }

    /// <summary>Removes a listener.</summary>
    public void Remove(TcpListener listener)
    {
        if (!_listeners.Remove(listener.LocalEndpoint))
        {
            return;
        }

        var port = listener.LocalEndpoint.Port;
        if (--_ports[port] == 0)
        {
            _ports.Remove(port);
        }
    }
}
