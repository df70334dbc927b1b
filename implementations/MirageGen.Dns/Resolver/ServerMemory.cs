namespace MirageGen.Dns.Resolver;

/// <summary>What is remembered of name servers, a bounded number of them.</summary>
internal sealed class ServerMemory(TimeProvider clock, IRandom random, int capacity)
{
    /// <summary>How many of the least used are forgotten at once.</summary>
    private const int ForgottenShare = 8;

    /// <summary>Servers whose times differ by less are as good as each other; those not known yet are thrown among the best.</summary>
    private const double BandMilliseconds = 50;

    private readonly Dictionary<IpAddress, ServerState> _servers = [];

    /// <summary>How many there are.</summary>
    public int Count => _servers.Count;

    /// <summary>What is remembered of a server; nothing at first.</summary>
    public ServerState Of(IpAddress server)
    {
        if (!_servers.TryGetValue(server, out var state))
        {
            if (_servers.Count >= capacity)
            {
                Forget();
            }

            _servers.Add(server, state = new());
        }

        state.LastUse = clock.GetTimestamp();
        return state;
    }

    /// <summary>Puts servers into the order to ask them: the fastest first, those that fail or are lame last.</summary>
    public void Order(List<IpAddress> servers, DomainName zone)
    {
        var now = clock.GetTimestamp();
        var costs = new Dictionary<IpAddress, double>();
        foreach (var server in servers)
        {
            costs[server] = CostOf(server, zone, now);
        }

        servers.Sort((left, right) => costs[left].CompareTo(costs[right]));
    }

    private double CostOf(IpAddress server, DomainName zone, long now)
    {
        var jitter = random.NextUInt32() / (double)uint.MaxValue * BandMilliseconds;
        if (!_servers.TryGetValue(server, out var state))
        {
            // Of two that are not known, IPv4 is likelier to be there.
            return jitter + (server.IsV6 ? BandMilliseconds / 2 : 0);
        }

        return jitter
            + (state.RoundTripMilliseconds ?? 0)
            + (state.Until > now ? 10_000 * state.Failures : 0)
            + (state.IsLameFor(zone, clock) ? 1_000_000 : 0);
    }

    private void Forget()
    {
        var oldest = new List<KeyValuePair<IpAddress, ServerState>>(_servers);
        oldest.Sort(static (left, right) => left.Value.LastUse.CompareTo(right.Value.LastUse));
        for (var i = 0; i < Math.Max(1, capacity / ForgottenShare); i++)
        {
            _servers.Remove(oldest[i].Key);
        }
    }
}
