namespace MirageGen.TestKit;

/// <summary>Who listens on which port of a host, of one protocol.</summary>
internal sealed class PortTable<T>
    where T : class
{
    /// <summary>The first of the ports that are given out (RFC 6335 section 6).</summary>
    private const int FirstDynamic = 49_152;

    private readonly Dictionary<int, List<(IpAddress Address, T Owner)>> _ports = [];
    private int _next = FirstDynamic;

    /// <summary>Takes a port.</summary>
    /// <param name="local">No address means all; port zero means any.</param>
    /// <param name="owner">Who takes it.</param>
    /// <param name="bound">What was taken.</param>
    /// <returns>False when it is taken, or all are.</returns>
    public bool TryBind(IpEndpoint local, T owner, out IpEndpoint bound)
    {
        bound = local;
        if (local.Port == 0)
        {
            if (!TryFindFree(out var port))
            {
                return false;
            }

            bound = new(local.Address, port);
        }

        if (!_ports.TryGetValue(bound.Port, out var owners))
        {
            _ports.Add(bound.Port, owners = []);
        }

        foreach (var (address, _) in owners)
        {
            if (address.IsNone || local.Address.IsNone || address == local.Address)
            {
                return false;
            }
        }

        owners.Add((local.Address, owner));
        return true;
    }

    public T? Find(IpEndpoint destination)
    {
        if (_ports.TryGetValue(destination.Port, out var owners))
        {
            foreach (var (address, owner) in owners)
            {
                if (address.IsNone || address == destination.Address)
                {
                    return owner;
                }
            }
        }

        return null;
    }

    public bool IsTaken(int port) => _ports.ContainsKey(port);

    public void Release(int port, T owner)
    {
        if (_ports.TryGetValue(port, out var owners))
        {
            owners.RemoveAll(entry => entry.Owner == owner);
            if (owners.Count == 0)
            {
                _ports.Remove(port);
            }
        }
    }

    /// <summary>Gives out the dynamic ports in turn, so that one that was just released is not used again at once.</summary>
    public bool TryFindFree(out int port)
    {
        for (var tries = FirstDynamic; tries <= ushort.MaxValue; tries++)
        {
            port = _next;
            _next = _next == ushort.MaxValue ? FirstDynamic : _next + 1;
            if (!_ports.ContainsKey(port))
            {
                return true;
            }
        }

        port = 0;
        return false;
    }
}
