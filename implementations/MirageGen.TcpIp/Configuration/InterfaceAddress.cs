using System.Diagnostics.CodeAnalysis;

namespace MirageGen.TcpIp;

/// <summary>
/// Where an interface's address of one version of IP comes from, as a boot argument: <c>192.0.2.10/24</c>, <c>auto</c> or
/// <c>none</c>. The default value is <c>auto</c>.
/// </summary>
public readonly struct InterfaceAddress : IParsable<InterfaceAddress>
{
    private InterfaceAddress(IpPrefix? prefix, bool isNone)
    {
        Prefix = prefix;
        IsNone = isNone;
    }

    /// <summary>From the network: DHCP for IPv4, router advertisements for IPv6.</summary>
    public static InterfaceAddress Automatic => default;

    /// <summary>Nowhere: the interface does without that version.</summary>
    public static InterfaceAddress None => new(null, true);

    /// <summary>The address and the length of its prefix, when it is given; null otherwise.</summary>
    public IpPrefix? Prefix { get; }

    /// <summary>Whether the interface does without that version.</summary>
    public bool IsNone { get; }

    /// <summary>Whether it comes from the network.</summary>
    public bool IsAutomatic => Prefix is null && !IsNone;

    /// <summary>An address that is given.</summary>
    public static InterfaceAddress Static(IpPrefix prefix) => new(prefix, false);

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Prefix is { } prefix ? prefix.ToString() : IsNone ? "none" : "auto";

    /// <summary>Reads <c>auto</c>, <c>none</c>, or an address with the length of its prefix.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out InterfaceAddress result)
    {
        result = s == "none" ? None : Automatic;
        if (s is "none" or "auto")
        {
            return true;
        }

        if (!IpPrefix.TryParse(s, provider, out var prefix))
        {
            return false;
        }

        result = Static(prefix);
        return true;
    }

    /// <inheritdoc/>
    public static InterfaceAddress Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is neither auto, none nor an address with a prefix length, such as 192.0.2.10/24.");
}
