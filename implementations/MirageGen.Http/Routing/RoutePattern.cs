using System.Text;

namespace MirageGen.Http;

/// <summary>
/// A route's pattern, taken apart: literal segments, <c>{name}</c> for one segment, <c>{**name}</c> at the end for the
/// rest of the path, also an empty one.
/// </summary>
internal sealed class RoutePattern
{
    private RoutePattern(string text, RouteSegment[] segments)
    {
        Text = text;
        Segments = segments;
        Parameters = Array.ConvertAll(
            Array.FindAll(segments, static segment => segment.Kind != RouteSegmentKind.Literal),
            static segment => segment.Name);
    }

    public string Text { get; }

    public RouteSegment[] Segments { get; }

    public string[] Parameters { get; }

    public bool IsLiteral => Parameters.Length == 0;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong.</exception>
    public static RoutePattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith('/'))
        {
            throw Wrong(text, "it must start with '/'");
        }

        var parts = text[1..].Split('/');
        var segments = new RouteSegment[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            segments[i] = ReadSegment(text, parts[i], i == parts.Length - 1);
        }

        var pattern = new RoutePattern(text, segments);
        return pattern.Parameters.Length > RouteValues.Most
            ? throw Wrong(text, $"it has more than {RouteValues.Most} parameters")
            : new HashSet<string>(pattern.Parameters).Count < pattern.Parameters.Length
                ? throw Wrong(text, "a parameter's name occurs twice")
                : pattern;
    }

    private static RouteSegment ReadSegment(string text, string part, bool isLast)
    {
        if (!part.Contains('{') && !part.Contains('}'))
        {
            return part is "." or ".." || Array.Exists(part.ToCharArray(), char.IsControl)
                ? throw Wrong(text, $"no request's path has the segment '{part}'")
                : new(RouteSegmentKind.Literal, string.Empty, Encoding.UTF8.GetBytes(part));
        }

        var isRest = part.StartsWith("{**", StringComparison.Ordinal);
        var name = part.StartsWith('{') && part.EndsWith('}') ? part[(isRest ? 3 : 1)..^1] : string.Empty;
        if (name.Length == 0 || !Array.TrueForAll(name.ToCharArray(), static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw Wrong(text, $"'{part}' is neither literal text nor a whole segment {{name}} or {{**name}}");
        }

        return isRest && !isLast
            ? throw Wrong(text, $"'{part}' takes the rest of the path, so nothing can follow it")
            : new(isRest ? RouteSegmentKind.Rest : RouteSegmentKind.Parameter, name, []);
    }

    private static ArgumentException Wrong(string text, string why) =>
        new($"The route pattern '{text}' is not one: {why}.", nameof(text));
}
