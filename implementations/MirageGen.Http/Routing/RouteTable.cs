using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>All routes of a server. A path mapped literally wins over any pattern with parameters.</summary>
internal sealed class RouteTable
{
    private readonly PathTable _literals = new();
    private readonly RouteNode _patterns = new();
    private readonly HashSet<string> _otherMethods = [];
    private readonly List<HttpRoute> _all = [];
    private bool _hasPatterns;

    public IReadOnlyList<HttpRoute> All => _all;

    /// <summary>Adds a route.</summary>
    /// <exception cref="ArgumentException">The pattern is none, or is taken for that method.</exception>
    public HttpRoute Add(HttpMethod method, string pattern, HttpHandler handler) =>
        TryAdd(method, pattern, handler)
        ?? throw new ArgumentException($"{method} {pattern} is mapped already, if under another parameter's name.", nameof(pattern));

    /// <summary>Adds a route, unless the pattern is taken for that method.</summary>
    /// <exception cref="ArgumentException">The pattern is none.</exception>
    public HttpRoute? TryAdd(HttpMethod method, string pattern, HttpHandler handler, bool isFallback = false)
    {
        var parsed = RoutePattern.Parse(pattern);
        var route = new HttpRoute(method, pattern, parsed.Parameters, handler) { IsFallback = isFallback };
        var routes = parsed.IsLiteral ? _literals.GetOrAdd(Encoding.UTF8.GetBytes(pattern)) : _patterns.GetOrAdd(parsed.Segments);
        return Add(routes, route) ? route : null;
    }

    /// <summary>Adds a route at a path that is no pattern, unless the path is taken.</summary>
    public bool TryAddLiteral(HttpMethod method, string path, HttpHandler handler) =>
        Add(_literals.GetOrAdd(Encoding.UTF8.GetBytes(path)), new(method, path, [], handler));

    /// <summary>Finds the route for a request.</summary>
    /// <param name="path">The normal path.</param>
    /// <param name="query">Has the method; gets the parameters, or the methods that would do.</param>
    public HttpRoute? Find(ReadOnlySpan<byte> path, ref RouteQuery query)
    {
        if (_literals.TryFind(path, out var routes) && query.Choose(routes) is { } route)
        {
            return route;
        }

        return _hasPatterns ? _patterns.Find(path, 1, ref query) : null;
    }

    /// <summary>Every method that can be used on some path.</summary>
    public List<string> AllMethods()
    {
        List<string>? methods = null;
        foreach (var route in _all)
        {
            RouteSet.CollectMethods(route, ref methods);
        }

        return methods ?? [];
    }

    /// <summary>Whether a method can be used on any path.</summary>
    public bool IsKnown(MethodCode method, ReadOnlySpan<byte> name) => method switch
    {
        MethodCode.Other => _otherMethods.Contains(Encoding.ASCII.GetString(name)),
        MethodCode.Connect => false,
        _ => true,
    };

    private bool Add(RouteSet routes, HttpRoute route)
    {
        if (!routes.TryAdd(route))
        {
            return false;
        }

        _all.Add(route);
        _hasPatterns |= route.Parameters.Length > 0;
        if (route.Method.Code == MethodCode.Other)
        {
            _otherMethods.Add(route.Method.Name);
        }

        return true;
    }
}
