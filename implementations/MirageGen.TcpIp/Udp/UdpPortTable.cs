namespace MirageGen.TcpIp;

/// <summary>Who has which port. A port may be had once for each address, or once for all.</summary>
internal sealed class UdpPortTable(IRandom random)
{
    /// <summary>The first of the ports that are given out; all above are, too (RFC 6056 section 3.2 wants many).</summary>
    public const int FirstEphemeral = 32_768;

    private const int Ephemerals = 65_536 - FirstEphemeral;

    private readonly Dictionary<int, UdpSocket> _ports = [];

    /// <summary>Chooses a free port that nobody can guess (RFC 6056 section 3.3.2).</summary>
    /// <returns>False when all are taken.</returns>
    public bool TryFindFree(out int port)
    {
        // A random place to begin, and a random step that visits every port, since it has no factor with their number.
        var place = (int)(random.NextUInt32() % Ephemerals);
        var step = (int)((random.NextUInt32() % Ephemerals) | 1);
        for (var tries = 0; tries < Ephemerals; tries++)
        {
            port = FirstEphemeral + place;
            if (!_ports.ContainsKey(port))
            {
                return true;
            }

            place = (place + step) % Ephemerals;
        }

        port = 0;
        return false;
    }

    /// <summary>Adds a socket at its endpoint.</summary>
    /// <returns>False when the port is taken there.</returns>
    public bool TryAdd(UdpSocket socket)
    {
        var local = socket.LocalEndpoint;
        var first = _ports.GetValueOrDefault(local.Port);
        for (var other = first; other is not null; other = other.Next)
        {
            var address = other.LocalEndpoint.Address;
            if (address.IsNone || local.Address.IsNone || address == local.Address)
            {
                return false;
            }
        }

        socket.Next = first;
        _ports[local.Port] = socket;
        return true;
    }

    public void Remove(UdpSocket socket)
    {
        var port = socket.LocalEndpoint.Port;
        if (!_ports.TryGetValue(port, out var other))
        {
            return;
        }

        if (other != socket)
        {
            while (other.Next is { } next && next != socket)
            {
                other = next;
            }

            other.Next = socket.Next;
        }
        else if (socket.Next is { } second)
        {
            _ports[port] = second;
        }
        else
        {
            _ports.Remove(port);
        }

        socket.Next = null;
    }

    /// <summary>Who takes what is sent to an address and a port; null for nobody.</summary>
    public UdpSocket? Find(IpAddress address, int port)
    {
        for (var socket = _ports.GetValueOrDefault(port); socket is not null; socket = socket.Next)
        {
            if (socket.Hears(address))
            {
                return socket;
            }
        }

        return null;
    }

    /// <summary>Who can have sent a datagram from an address and a port; null for nobody.</summary>
    public UdpSocket? FindSender(IpAddress address, int port)
    {
        for (var socket = _ports.GetValueOrDefault(port); socket is not null; socket = socket.Next)
        {
            if (socket.LocalEndpoint.Address.IsNone || socket.LocalEndpoint.Address == address)
            {
                return socket;
            }
        }

        return null;
    }
}
