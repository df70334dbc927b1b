namespace MirageGen.Http;

/// <summary>
/// A node of the tree of patterns with parameters. Matching prefers a literal to a parameter and that to a rest, segment by
/// segment, and goes back where a choice led nowhere; the patterns' own depth bounds it.
/// </summary>
internal sealed class RouteNode
{
    private readonly List<(byte[] Literal, RouteNode Node)> _literals = [];
    private RouteNode? _parameter;
    private RouteSet? _here;
    private RouteSet? _rest;

    /// <summary>The routes of a pattern, made when there are none.</summary>
    public RouteSet GetOrAdd(ReadOnlySpan<RouteSegment> segments)
    {
        if (segments.IsEmpty)
        {
            return _here ??= new();
        }

        var segment = segments[0];
        return segment.Kind switch
        {
            RouteSegmentKind.Rest => _rest ??= new(),
            RouteSegmentKind.Parameter => (_parameter ??= new()).GetOrAdd(segments[1..]),
            _ => Literal(segment.Literal).GetOrAdd(segments[1..]),
        };
    }

    /// <summary>Finds the most specific route for a path and a method.</summary>
    /// <param name="path">The normal path.</param>
    /// <param name="position">Behind the slash in front of the next segment; beyond the path's end when there is none.</param>
    /// <param name="request">What is asked for; collects what could have been.</param>
    public HttpRoute? Find(ReadOnlySpan<byte> path, int position, ref RouteQuery request)
    {
        if (position > path.Length)
        {
            return request.Choose(_here);
        }

        var length = path[position..].IndexOf((byte)'/');
        var end = length < 0 ? path.Length : position + length;
        var segment = path[position..end];
        foreach (var (literal, node) in _literals)
        {
            if (segment.SequenceEqual(literal) && node.Find(path, end + 1, ref request) is { } route)
            {
                return route;
            }
        }

        return FindByParameter(path, position, end, ref request) ?? FindRest(path, position, ref request);
    }

    private HttpRoute? FindByParameter(ReadOnlySpan<byte> path, int start, int end, ref RouteQuery request)
    {
        if (_parameter is null || start == end)
        {
            return null;
        }

        request.Values.Push(start, end);
        if (_parameter.Find(path, end + 1, ref request) is { } route)
        {
            return route;
        }

        request.Values.Pop();
        return null;
    }

    private HttpRoute? FindRest(ReadOnlySpan<byte> path, int start, ref RouteQuery request)
    {
        if (request.Choose(_rest) is not { } route)
        {
            return null;
        }

        request.Values.Push(start, path.Length);
        return route;
    }

    private RouteNode Literal(byte[] literal)
    {
        foreach (var (other, node) in _literals)
        {
            if (other.AsSpan().SequenceEqual(literal))
            {
                return node;
            }
        }

        var added = new RouteNode();
        _literals.Add((literal, added));
        return added;
    }
}
