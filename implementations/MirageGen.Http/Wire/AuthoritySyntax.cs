namespace MirageGen.Http.Wire;

/// <summary>Judges <c>host[:port]</c> as it stands in Host and in targets (RFC 9110 section 7.2, RFC 3986 section 3.2).</summary>
internal static class AuthoritySyntax
{
    /// <summary>
    /// Whether it is a host, not empty, with an optional port of 1 to 65535. User information is refused: it has no place
    /// in HTTP (RFC 9110 section 4.2.4).
    /// </summary>
    public static bool IsHost(ReadOnlySpan<byte> authority) => TrySplit(authority, out _, out _);

    /// <summary>The same with the port required, as CONNECT has it (RFC 9112 section 3.2.3).</summary>
    public static bool IsHostWithPort(ReadOnlySpan<byte> authority) => TrySplit(authority, out _, out var port) && port > 0;

    /// <summary>Takes host and port apart.</summary>
    /// <param name="authority">What to judge.</param>
    /// <param name="hostLength">Octets of the host, with an address's brackets.</param>
    /// <param name="port">The port; zero when there is none.</param>
    public static bool TrySplit(ReadOnlySpan<byte> authority, out int hostLength, out int port)
    {
        port = 0;
        hostLength = HostLength(authority);
        if (hostLength <= 0)
        {
            return false;
        }

        var rest = authority[hostLength..];
        return rest.IsEmpty || (rest[0] == (byte)':' && TryReadPort(rest[1..], out port));
    }

    private static int HostLength(ReadOnlySpan<byte> authority)
    {
        if (authority.IsEmpty)
        {
            return 0;
        }

        if (authority[0] == (byte)'[')
        {
            var close = authority.IndexOf((byte)']');
            return close > 2 && !authority[1..close].ContainsAnyExcept(HttpGrammar.IpLiteral) ? close + 1 : 0;
        }

        var colon = authority.IndexOf((byte)':');
        var host = colon < 0 ? authority : authority[..colon];
        return IsName(host) ? host.Length : 0;
    }

    private static bool IsName(ReadOnlySpan<byte> host)
    {
        for (var stop = host.IndexOfAnyExcept(HttpGrammar.RegisteredName);
            stop >= 0;
            stop = host.IndexOfAnyExcept(HttpGrammar.RegisteredName))
        {
            if (host[stop] != (byte)'%'
                || stop + 2 >= host.Length
                || HttpGrammar.HexValue(host[stop + 1]) < 0
                || HttpGrammar.HexValue(host[stop + 2]) < 0)
            {
                return false;
            }

            host = host[(stop + 3)..];
        }

        return true;
    }

    private static bool TryReadPort(ReadOnlySpan<byte> digits, out int port)
    {
        port = 0;
        foreach (var digit in digits)
        {
            if (!HttpGrammar.IsDigit(digit))
            {
                return false;
            }

            port = (port * 10) + (digit - '0');
            if (port > ushort.MaxValue)
            {
                return false;
            }
        }

        // An empty port is the scheme's default one (RFC 3986 section 3.2.3).
        return digits.IsEmpty || port > 0;
    }
}
