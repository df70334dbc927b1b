using System.Buffers;

namespace MirageGen.Http;

/// <summary>
/// An http URL, taken apart (RFC 9110 section 4.2.1, RFC 3986). Strict: what it accepts can be sent as it is, and means the
/// same to every reader.
/// </summary>
internal sealed class HttpUrl
{
    private const string Scheme = "http://";
    private const int MostCharacters = 16 * 1024;
    private const int MostHostCharacters = 253;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(Letters + Digits + "-._");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Letters + Digits + "-._~!$&'()*+,;=:@/");
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Letters + Digits + "+-.");

    private HttpUrl(Origin origin, string target)
    {
        Origin = origin;
        Target = target;
    }

    /// <summary>Whom to connect to.</summary>
    public Origin Origin { get; }

    /// <summary>Path and query as they stand in a request; begins with a slash.</summary>
    public string Target { get; }

    private int PathLength => Target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? query : Target.Length;

    /// <summary>Reads a URL that a program gives: control characters in it are the program's mistake, or an attempt on it.</summary>
    /// <exception cref="ArgumentException">It has a control character.</exception>
    /// <exception cref="HttpClientException">It is none, or not one that can be fetched.</exception>
    public static HttpUrl ParseGiven(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.AsSpan().ContainsAnyInRange('\0', '\u001F') || url.Contains('\u007F', StringComparison.Ordinal)
            ? throw new ArgumentException("A URL has no control characters, and no line ends in particular.", nameof(url))
            : Parse(url);
    }

    /// <summary>Reads a URL; a fragment is dropped, since it is not for the server.</summary>
    /// <exception cref="HttpClientException">It is none, or not one that can be fetched.</exception>
    public static HttpUrl Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw RefuseScheme(text);
        }

        if (text.Length > MostCharacters)
        {
            throw new HttpClientException(HttpFailure.BadUrl, $"the URL '{text[..64]}...' is longer than {MostCharacters} characters");
        }

        var rest = text.AsSpan(Scheme.Length);
        var fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];
        var pathStart = rest.IndexOfAny('/', '?');
        var origin = ReadAuthority(pathStart < 0 ? rest : rest[..pathStart], text);
        var target = pathStart < 0 ? "/" : rest[pathStart] == '?' ? $"/{rest[pathStart..]}" : rest[pathStart..].ToString();
        return new(origin, IsTarget(target) ? target : throw Refuse(text, "its path or query has characters that must be percent-encoded"));
    }

    /// <summary>The URL that a reference means which was found here (RFC 3986 section 5.2).</summary>
    /// <exception cref="HttpClientException">It is none, or not one that can be fetched.</exception>
    public HttpUrl Resolve(string reference)
    {
        var fragment = reference.IndexOf('#', StringComparison.Ordinal);
        reference = fragment < 0 ? reference : reference[..fragment];
        if (HasScheme(reference))
        {
            return Parse(reference).WithoutDotSegments();
        }

        if (reference.StartsWith("//", StringComparison.Ordinal))
        {
            return Parse($"http:{reference}").WithoutDotSegments();
        }

        var path = Target.AsSpan(0, PathLength);
        var target = reference.Length == 0 ? Target
            : reference[0] == '/' ? reference
            : reference[0] == '?' ? $"{path}{reference}"
            : $"{path[..(path.LastIndexOf('/') + 1)]}{reference}";
        return Parse($"{Scheme}{Origin}{target}").WithoutDotSegments();
    }

    /// <summary>The URL without what may be confidential in it: the query.</summary>
    public string ToSafeString() => $"{Scheme}{Origin}{Target.AsSpan(0, PathLength)}";

    /// <summary>The URL.</summary>
    public override string ToString() => $"{Scheme}{Origin}{Target}";

    private HttpUrl WithoutDotSegments() =>
        Target.Contains("/.", StringComparison.Ordinal)
            ? new(Origin, $"{DotSegments.Remove(Target[..PathLength])}{Target.AsSpan(PathLength)}")
            : this;

    private static bool HasScheme(string reference)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && char.IsAsciiLetter(reference[0])
            && !reference.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
    }

    private static Origin ReadAuthority(ReadOnlySpan<char> authority, string text)
    {
        if (authority.Contains('@'))
        {
            throw Refuse(text, "user information has no place in it; set Authorization instead");
        }

        if (authority.StartsWith("["))
        {
            var close = authority.IndexOf(']');
            return close > 0 && IPv6Address.TryParse(authority[1..close], out var address)
                ? new(address.ToString(), ReadPort(authority[(close + 1)..], text))
                : throw Refuse(text, "what stands in brackets is no IPv6 address");
        }

        var colon = authority.IndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        if (host.IsEmpty || host.Length > MostHostCharacters || host.ContainsAnyExcept(HostCharacters))
        {
            throw Refuse(text, "its host is no name");
        }

        return new(host.ToString().ToLowerInvariant(), ReadPort(colon < 0 ? default : authority[colon..], text));
    }

    /// <summary>Reads what follows the host: nothing, or a colon and digits, which may be none.</summary>
    private static int ReadPort(ReadOnlySpan<char> text, string url)
    {
        if (text.IsEmpty || text.SequenceEqual(":"))
        {
            return Origin.DefaultPort;
        }

        return text[0] == ':'
            && !text[1..].ContainsAnyExceptInRange('0', '9')
            && ushort.TryParse(text[1..], out var port)
            && port > 0
            ? port
            : throw Refuse(url, "its port is not a number from 1 to 65535");
    }

    private static bool IsTarget(ReadOnlySpan<char> target)
    {
        for (var stop = target.IndexOfAnyExcept(PathCharacters);
            stop >= 0;
            stop = target.IndexOfAnyExcept(PathCharacters))
        {
            var isEscape = target[stop] == '%'
                && stop + 2 < target.Length
                && char.IsAsciiHexDigit(target[stop + 1])
                && char.IsAsciiHexDigit(target[stop + 2]);
            if (!isEscape && target[stop] != '?')
            {
                return false;
            }

            target = target[(stop + (isEscape ? 3 : 1))..];
        }

        return true;
    }

    private static HttpClientException RefuseScheme(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? new(HttpFailure.NotSupported, $"cannot fetch {Shorten(text)}: TLS is not supported, only http:// URLs are")
            : Refuse(text, "it does not begin with http://");

    private static HttpClientException Refuse(string text, string reason) =>
        new(HttpFailure.BadUrl, $"'{Shorten(text)}' is not a URL that can be fetched: {reason}");

    private static string Shorten(string text)
    {
        const int MostShown = 200;
        return text.Length <= MostShown ? text : $"{text[..MostShown]}...";
    }
}
