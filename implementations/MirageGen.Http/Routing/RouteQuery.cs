using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>One search for a route: what is asked for, and what was found on the way.</summary>
internal ref struct RouteQuery(MethodCode method, ReadOnlySpan<byte> methodName)
{
    private readonly ReadOnlySpan<byte> _methodName = methodName;

    /// <summary>What stands in the places of the parameters.</summary>
    public RouteValues Values;

    /// <summary>Methods that the path has routes for, collected when none fits.</summary>
    public List<string>? Allowed;

    /// <summary>The route of a set for the method asked for; where there is none, its methods are remembered.</summary>
    public HttpRoute? Choose(RouteSet? routes)
    {
        if (routes is null)
        {
            return null;
        }

        var route = routes.Find(method, _methodName);
        if (route is null)
        {
            routes.CollectMethods(ref Allowed);
        }

        return route;
    }
}
