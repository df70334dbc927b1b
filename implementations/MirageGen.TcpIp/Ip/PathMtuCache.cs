using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Path MTUs smaller than the link's, as routers report them (RFC 1191, RFC 8201). Bounded, and each is forgotten after
/// a while, so that a path that has grown is found out (RFC 1191 section 6.3).
/// </summary>
internal sealed class PathMtuCache : IDisposable
{
    /// <summary>The most paths; for a new one the one that is forgotten soonest makes way.</summary>
    public const int MostPaths = 256;

    /// <summary>The least that is believed of an IPv4 path; below, routers may fragment instead.</summary>
    public const int MinV4 = 552;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Sizes that links have (RFC 1191 section 7), for routers that say only that a packet was too large.</summary>
    private static readonly int[] Plateaus = [32_000, 17_914, 8166, 4352, 2002, 1492, 1280, 1006, MinV4];

    private readonly Dictionary<IpAddress, (int Mtu, bool MayBeFragmented, TimeSpan Until)> _paths = new(AddressComparer.Instance);

    private readonly IpTables _tables;
    private readonly Alarm _alarm;

    public PathMtuCache(IpTables tables, TimeProvider clock)
    {
        _tables = tables;
        _alarm = new(clock, Expire);
    }

    public int Count => _paths.Count;

    /// <summary>Makes a report count, if it can be true.</summary>
    /// <param name="destination">Whose packet was too large.</param>
    /// <param name="current">The path MTU so far.</param>
    /// <param name="reported">The size the router says; zero when it says none.</param>
    /// <param name="packetOctets">The size of the packet that the report quotes.</param>
    /// <returns>Whether the path MTU is smaller now.</returns>
    public bool TryReduce(IpAddress destination, int current, int reported, int packetOctets)
    {
        if (destination.IsV4 && reported < MinV4 / 8)
        {
            reported = Plateau(Math.Min(packetOctets, current));
        }

        // A packet that was let through, or that was never that large, is no reason.
        if (packetOctets <= reported || packetOctets > current)
        {
            return false;
        }

        var least = destination.IsV4 ? MinV4 : IPv6Packet.MinMtu;
        var mtu = Math.Max(reported, least);
        var mayBeFragmented = destination.IsV4 && reported < least;
        if (mtu >= current && !mayBeFragmented)
        {
            return false;
        }

        if (_paths.Count >= MostPaths && !_paths.ContainsKey(destination))
        {
            ForgetSoonest();
        }

        var until = _alarm.Now + Lifetime;
        _paths[destination] = (Math.Min(mtu, current), mayBeFragmented, until);
        _alarm.Set(until);
        _tables.Changed();
        return true;
    }

    /// <summary>Tells an entry of the destination cache what is known of its path.</summary>
    public void Apply(Destination destination)
    {
        if (_paths.Count == 0 || destination.Kind != DestinationKind.Neighbour || !_paths.TryGetValue(destination.Address, out var path))
        {
            return;
        }

        destination.Mtu = Math.Min(destination.Mtu, path.Mtu);
        destination.MayBeFragmented = path.MayBeFragmented;
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Forgets what has lasted long enough.</summary>
    private void Expire()
    {
        var now = _alarm.Now;
        foreach (var (destination, path) in _paths)
        {
            if (path.Until <= now)
            {
                // Removing is the one change that a dictionary allows while it is walked.
                _paths.Remove(destination);
                _tables.Changed();
            }
            else
            {
                _alarm.Set(path.Until);
            }
        }
    }

    private static int Plateau(int below)
    {
        foreach (var plateau in Plateaus)
        {
            if (plateau < below)
            {
                return plateau;
            }
        }

        return MinV4;
    }

    private void ForgetSoonest()
    {
        var soonest = default(KeyValuePair<IpAddress, (int, bool, TimeSpan Until)>);
        foreach (var path in _paths)
        {
            if (soonest.Key.IsNone || path.Value.Until < soonest.Value.Until)
            {
                soonest = path;
            }
        }

        _paths.Remove(soonest.Key);
    }
}
