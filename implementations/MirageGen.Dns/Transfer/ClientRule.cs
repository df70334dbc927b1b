using System.Diagnostics.CodeAnalysis;

namespace MirageGen.Dns;

/// <summary>Clients that are allowed something: those with an address, those with a key, or those with both.</summary>
/// <param name="From">What their address begins with; null for any address.</param>
/// <param name="Key">The name of the key that they sign with; null when they need none.</param>
public sealed record ClientRule(IpPrefix? From, DomainName? Key) : IParsable<ClientRule>
{
    private const string KeyWord = "key:";

    /// <summary>Everyone with an address in a network.</summary>
    public static ClientRule Of(IpPrefix network) => new(network, null);

    /// <summary>Everyone with a key.</summary>
    public static ClientRule Of(TsigKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(null, key.Name);
    }

    /// <summary>
    /// Reads a rule as command lines have it: an address, a network such as <c>192.0.2.0/24</c>, <c>key:NAME</c>, or a network
    /// and a key with a plus sign between them.
    /// </summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ClientRule Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var rule)
        ? rule
        : throw new FormatException($"'{s}' says nothing of clients: write 192.0.2.0/24, key:NAME, or 192.0.2.0/24+key:NAME.");

    /// <inheritdoc cref="Parse"/>
    /// <returns>False when it is none.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out ClientRule result)
    {
        result = null;
        IpPrefix? from = null;
        DomainName? key = null;
        foreach (var part in (s ?? string.Empty).Split('+'))
        {
            if (key is null && part.StartsWith(KeyWord, StringComparison.Ordinal) && DomainName.TryParse(part.AsSpan(KeyWord.Length), out key))
            {
                continue;
            }

            if (from is not null || !TryReadNetwork(part, out from))
            {
                return false;
            }
        }

        result = new(from, key);
        return true;
    }

    /// <summary>The form that is read.</summary>
    public override string ToString() =>
        Key is null ? $"{From}" : From is null ? $"{KeyWord}{Key}" : $"{From}+{KeyWord}{Key}";

    /// <summary>Whether one of several rules allows a client.</summary>
    /// <param name="rules">None allows nobody.</param>
    /// <param name="address">Whence the request came.</param>
    /// <param name="key">The key that it was signed with, if it was.</param>
    internal static bool Allows(ClientRule[] rules, IpAddress address, TsigKey? key)
    {
        foreach (var rule in rules)
        {
            if ((rule.From is not { } network || network.Contains(address)) && (rule.Key is not { } name || (key is not null && key.Name == name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryReadNetwork(string text, out IpPrefix? network)
    {
        var isNetwork = IpPrefix.TryParse(text, null, out var prefix);
        var isAddress = IpAddress.TryParse(text, out var address);
        network = isNetwork ? prefix : isAddress ? new(address, address.IsV4 ? 32 : 128) : null;
        return isNetwork || isAddress;
    }
}
