using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>The routes of one path or pattern, one for each method.</summary>
internal sealed class RouteSet
{
    private HttpRoute[] _routes = [];

    public ReadOnlySpan<HttpRoute> Routes => _routes;

    /// <summary>Adds a route.</summary>
    /// <returns>False when the method is taken.</returns>
    public bool TryAdd(HttpRoute route)
    {
        foreach (var other in _routes)
        {
            if (other.Method == route.Method)
            {
                return false;
            }
        }

        _routes = [.. _routes, route];
        return true;
    }

    /// <summary>The route for a method; that of GET also for HEAD, where HEAD has none.</summary>
    public HttpRoute? Find(MethodCode method, ReadOnlySpan<byte> name)
    {
        HttpRoute? forGet = null;
        foreach (var route in _routes)
        {
            if (route.Method.Code == method && (method != MethodCode.Other || name.SequenceEqual(route.MethodName)))
            {
                return route;
            }

            forGet = route.Method.Code == MethodCode.Get ? route : forGet;
        }

        return method == MethodCode.Head ? forGet : null;
    }

    /// <summary>Adds the methods that can be used here to those collected for Allow.</summary>
    public void CollectMethods(ref List<string>? methods)
    {
        foreach (var route in _routes)
        {
            CollectMethods(route, ref methods);
        }
    }

    /// <summary>Adds the methods of one route.</summary>
    public static void CollectMethods(HttpRoute route, ref List<string>? methods)
    {
        if (route.IsFallback)
        {
            return;
        }

        methods ??= [];
        Collect(methods, route.Method.Name);
        if (route.Method.Code == MethodCode.Get)
        {
            Collect(methods, MethodCodes.NameOf(MethodCode.Head));
        }
    }

    private static void Collect(List<string> methods, string name)
    {
        if (!methods.Contains(name))
        {
            methods.Add(name);
        }
    }
}
