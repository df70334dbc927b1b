using System.Net;

namespace MirageGen;

/// <summary>
/// An IP address of either version. The default value is no address: as a place to listen it means every address of
/// the stack.
/// </summary>
public readonly struct IpAddress : IEquatable<IpAddress>, ISpanParsable<IpAddress>
{
    private readonly UInt128 _value;
    private readonly byte _version;

    private IpAddress(UInt128 value, byte version, uint zone)
    {
        _value = value;
        _version = version;
        Zone = zone;
    }

    /// <summary>An IPv4 address.</summary>
    public IpAddress(IPv4Address address)
        : this(address.Value, 4, 0)
    {
    }

    /// <summary>An IPv6 address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="zone">For a link-local one, the index of its interface (RFC 4007 section 6); otherwise zero.</param>
    public IpAddress(IPv6Address address, uint zone = 0)
        : this(address.Value, 6, zone)
    {
    }

    /// <summary>No address.</summary>
    public static IpAddress None => default;

    /// <summary>Whether it is no address.</summary>
    public bool IsNone => _version == 0;

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsV4 => _version == 4;

    /// <summary>Whether it is an IPv6 address.</summary>
    public bool IsV6 => _version == 6;

    /// <summary>The index of the interface of a link-local IPv6 address; zero where it has none.</summary>
    public uint Zone { get; }

    /// <summary>The IPv4 address; meaningless unless <see cref="IsV4"/>.</summary>
    public IPv4Address V4 => new((uint)_value);

    /// <summary>The IPv6 address; meaningless unless <see cref="IsV6"/>.</summary>
    public IPv6Address V6 => new(_value);

    /// <summary>Whether it addresses this very host.</summary>
    public bool IsLoopback => IsV4 ? V4.IsLoopback : IsV6 && V6.IsLoopback;

    /// <summary>Whether it addresses a group.</summary>
    public bool IsMulticast => IsV4 ? V4.IsMulticast : IsV6 && V6.IsMulticast;

    /// <summary>Converts from .NET's class; an IPv4-mapped IPv6 address becomes IPv4.</summary>
    public static IpAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> octets = stackalloc byte[IPv6Address.OctetCount];
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.TryWriteBytes(octets, out var length) && length == IPv4Address.OctetCount
            ? new(new IPv4Address(octets))
            : new(new IPv6Address(octets), (uint)address.ScopeId);
    }

    /// <summary>Converts to .NET's class.</summary>
    /// <exception cref="InvalidOperationException">It is no address.</exception>
    public IPAddress ToIPAddress()
    {
        Span<byte> octets = stackalloc byte[IPv6Address.OctetCount];
        if (IsV4)
        {
            V4.CopyTo(octets);
            return new(octets[..IPv4Address.OctetCount]);
        }

        if (!IsV6)
        {
            throw new InvalidOperationException("There is no address to convert.");
        }

        V6.CopyTo(octets);
        return new(octets, Zone);
    }

    /// <inheritdoc/>
    public bool Equals(IpAddress other) => _value == other._value && _version == other._version && Zone == other.Zone;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, _version, Zone);

    /// <summary>The version's usual text form, with <c>%zone</c> where there is one; <c>*</c> for no address.</summary>
    public override string ToString() =>
        IsV4 ? V4.ToString() : !IsV6 ? "*" : Zone == 0 ? V6.ToString() : $"{V6}%{Zone}";

    /// <summary>Reads an address of either version.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out IpAddress result)
    {
        result = default;
        if (IPv4Address.TryParse(s, out var v4))
        {
            result = new(v4);
            return true;
        }

        var percent = s.IndexOf('%');
        uint zone = 0;
        if (percent >= 0 && !DigitText.TryRead(s[(percent + 1)..], uint.MaxValue, out zone))
        {
            return false;
        }

        if (!IPv6Address.TryParse(percent < 0 ? s : s[..percent], out var v6))
        {
            return false;
        }

        result = new(v6, zone);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IpAddress result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IpAddress result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static IpAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not an IP address.");

    /// <inheritdoc/>
    public static IpAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>An IPv4 address is an address.</summary>
    public static implicit operator IpAddress(IPv4Address address) => new(address);

    /// <summary>An IPv6 address is an address.</summary>
    public static implicit operator IpAddress(IPv6Address address) => new(address);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(IpAddress left, IpAddress right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(IpAddress left, IpAddress right) => !left.Equals(right);
}
