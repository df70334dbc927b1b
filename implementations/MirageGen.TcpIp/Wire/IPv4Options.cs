namespace MirageGen.TcpIp.Wire;

/// <summary>The options of an IPv4 header (RFC 791 section 3.1).</summary>
internal static class IPv4Options
{
    /// <summary>The end of the list.</summary>
    public const byte End = 0;

    /// <summary>Padding between options.</summary>
    public const byte NoOperation = 1;

    /// <summary>Loose source and record route.</summary>
    public const byte LooseSourceRoute = 131;

    /// <summary>Strict source and record route.</summary>
    public const byte StrictSourceRoute = 137;

    /// <summary>Routers are to look at the packet (RFC 2113).</summary>
    public const byte RouterAlert = 148;

    /// <summary>Judges the list.</summary>
    /// <param name="options">Untrusted.</param>
    /// <param name="isSourceRouted">Whether it asks for a route of the sender's choice.</param>
    public static WireError Check(ReadOnlySpan<byte> options, out bool isSourceRouted)
    {
        isSourceRouted = false;
        while (options.Length > 0 && options[0] != End)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                return WireError.Option;
            }

            isSourceRouted |= options[0] is LooseSourceRoute or StrictSourceRoute;
            options = options[options[1]..];
        }

        return WireError.None;
    }

    /// <summary>Whether routers are asked to look at the packet.</summary>
    /// <param name="options">A list that has been judged sound.</param>
    public static bool HasRouterAlert(ReadOnlySpan<byte> options)
    {
        while (options.Length > 0 && options[0] != End)
        {
            if (options[0] == RouterAlert)
            {
                return true;
            }

            options = options[(options[0] == NoOperation ? 1 : options[1])..];
        }

        return false;
    }
}
