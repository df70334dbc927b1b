using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MirageGen;

/// <summary>An address and the length of the prefix it shares with its neighbours: <c>192.0.2.10/24</c>.</summary>
/// <param name="Address">The address; of a network, any of its addresses.</param>
/// <param name="Length">Bits of the prefix.</param>
public readonly record struct IpPrefix(IpAddress Address, int Length) : IParsable<IpPrefix>
{
    /// <summary>Bits of an address of the same version.</summary>
    public int MaxLength => Address.IsV4 ? 32 : 128;

    /// <summary>The first address of the prefix.</summary>
    public IpAddress Network => Address.IsV4 ? new IPv4Address(Address.V4.Value & (uint)Mask) : new IPv6Address(Address.V6.Value & Mask);

    /// <summary>The address that reaches everyone with the prefix (RFC 919); none where there is none.</summary>
    public IpAddress Broadcast =>
        Address.IsV4 && Length < 31 ? new IPv4Address(Address.V4.Value | ~(uint)Mask) : IpAddress.None;

    private UInt128 Mask => Length == 0 ? 0 : UInt128.MaxValue << (MaxLength - Length);

    /// <summary>Whether an address has the prefix; one of another version has not.</summary>
    public bool Contains(IpAddress address) => address.IsV4
        ? Address.IsV4 && ((address.V4.Value ^ Address.V4.Value) & (uint)Mask) == 0
        : address.IsV6 && Address.IsV6 && ((address.V6.Value ^ Address.V6.Value) & Mask) == 0;

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");

    /// <summary>Reads an address, a slash and a length.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out IpPrefix result)
    {
        result = default;
        var slash = s?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0
            || !IpAddress.TryParse(s.AsSpan(0, slash), out var address)
            || !byte.TryParse(s.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > (address.IsV4 ? 32 : 128))
        {
            return false;
        }

        result = new(address, length);
        return true;
    }

    /// <inheritdoc/>
    public static IpPrefix Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is not an address with a prefix length, such as 192.0.2.10/24.");
}
