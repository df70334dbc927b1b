using System.Buffers.Binary;
using System.Net;

namespace MirageGen;

/// <summary>An IPv6 address (RFC 4291), without a zone.</summary>
public readonly struct IPv6Address : IEquatable<IPv6Address>, IComparable<IPv6Address>, ISpanParsable<IPv6Address>
{
    /// <summary>The length of an address on the wire.</summary>
    public const int OctetCount = 16;

    /// <summary>Wraps a number in host order: ::1 is 1.</summary>
    public IPv6Address(UInt128 value) => Value = value;

    /// <summary>Reads sixteen octets in wire order.</summary>
    /// <param name="octets">At least <see cref="OctetCount"/> octets.</param>
    public IPv6Address(ReadOnlySpan<byte> octets) => Value = BinaryPrimitives.ReadUInt128BigEndian(octets);

    /// <summary>The unspecified address, ::.</summary>
    public static IPv6Address Any => default;

    /// <summary>::1.</summary>
    public static IPv6Address Loopback => new(UInt128.One);

    /// <summary>The address as a number in host order.</summary>
    public UInt128 Value { get; }

    /// <summary>Whether it is ::1 (RFC 4291 section 2.5.3).</summary>
    public bool IsLoopback => Value == UInt128.One;

    /// <summary>Whether it is in ff00::/8 (RFC 4291 section 2.7).</summary>
    public bool IsMulticast => (byte)(Value >> 120) == 0xFF;

    /// <summary>Whether it is in fe80::/10 (RFC 4291 section 2.5.6).</summary>
    public bool IsLinkLocal => (uint)(Value >> 118) == 0x3FA;

    /// <summary>Writes sixteen octets in wire order.</summary>
    /// <param name="destination">At least <see cref="OctetCount"/> octets.</param>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <inheritdoc/>
    public int CompareTo(IPv6Address other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(IPv6Address other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv6Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The recommended text form (RFC 5952).</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[OctetCount];
        CopyTo(octets);
        return new IPAddress(octets).ToString();
    }

    /// <summary>Reads any text form of RFC 4291 section 2.2; no brackets, no zone, IPv4 in it as <see cref="IPv4Address"/> reads it.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out IPv6Address result)
    {
        result = default;
        var colon = s.LastIndexOf(':');
        if (colon < 0
            || s.ContainsAny("[]%/")
            || (s.Contains('.') && !IPv4Address.TryParse(s[(colon + 1)..], out _))
            || !IPAddress.TryParse(s, out var address))
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[OctetCount];
        if (!address.TryWriteBytes(octets, out var written) || written != OctetCount)
        {
            return false;
        }

        result = new(octets);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IPv6Address result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IPv6Address result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static IPv6Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not an IPv6 address.");

    /// <inheritdoc/>
    public static IPv6Address Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(IPv6Address left, IPv6Address right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(IPv6Address left, IPv6Address right) => !left.Equals(right);

    /// <summary>Whether one number is less than the other.</summary>
    public static bool operator <(IPv6Address left, IPv6Address right) => left.Value < right.Value;

    /// <summary>Whether one number is greater than the other.</summary>
    public static bool operator >(IPv6Address left, IPv6Address right) => left.Value > right.Value;

    /// <summary>Whether one number is at most the other.</summary>
    public static bool operator <=(IPv6Address left, IPv6Address right) => left.Value <= right.Value;

    /// <summary>Whether one number is at least the other.</summary>
    public static bool operator >=(IPv6Address left, IPv6Address right) => left.Value >= right.Value;
}
