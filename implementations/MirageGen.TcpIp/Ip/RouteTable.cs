namespace MirageGen.TcpIp;

/// <summary>Routes by longest prefix. Looked up once for each destination; <see cref="DestinationCache"/> keeps the answer.</summary>
internal sealed class RouteTable
{
    /// <summary>The most routes.</summary>
    public const int MostRoutes = 256;

    private readonly List<Route> _routes = [];

    /// <summary>The routes, those with the longest prefixes first.</summary>
    public IReadOnlyList<Route> Routes => _routes;

    /// <summary>Adds a route, in place of one to the same destinations by the same way.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(Route route)
    {
        Remove(route);
        if (_routes.Count >= MostRoutes)
        {
            return false;
        }

        var at = _routes.FindIndex(other => Compare(route, other) < 0);
        _routes.Insert(at < 0 ? _routes.Count : at, route);
        return true;
    }

    /// <summary>Removes the route to the same destinations by the same way.</summary>
    public void Remove(Route route) => _routes.RemoveAll(other =>
        other.Interface == route.Interface
        && other.Gateway == route.Gateway
        && other.Destination.Length == route.Destination.Length
        && other.Destination.Contains(route.Destination.Address));

    /// <summary>Finds the way to an address; a gateway that does not answer is taken only when there is no other.</summary>
    public Route? Find(IpAddress destination)
    {
        Route? doubtful = null;
        foreach (var route in _routes)
        {
            if (doubtful is not null && route.Destination.Length < doubtful.Destination.Length)
            {
                break;
            }

            if (!route.Destination.Contains(destination))
            {
                continue;
            }

            if (!route.IsDoubtful)
            {
                return route;
            }

            doubtful ??= route;
        }

        return doubtful;
    }

    /// <summary>Notes of all routes by a gateway whether it answers.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool SetDoubtful(IpInterface @interface, IpAddress gateway, bool isDoubtful)
    {
        var changed = false;
        foreach (var route in _routes)
        {
            if (route.Interface == @interface && route.Gateway == gateway && route.IsDoubtful != isDoubtful)
            {
                route.IsDoubtful = isDoubtful;
                changed = true;
            }
        }

        return changed;
    }

    private static int Compare(Route left, Route right) => left.Destination.Length != right.Destination.Length
        ? right.Destination.Length.CompareTo(left.Destination.Length)
        : left.Metric.CompareTo(right.Metric);
}
