using System.Buffers.Binary;
using System.Globalization;

namespace MirageGen;

/// <summary>An IPv4 address (RFC 791).</summary>
public readonly struct IPv4Address : IEquatable<IPv4Address>, IComparable<IPv4Address>, ISpanParsable<IPv4Address>
{
    /// <summary>The length of an address on the wire.</summary>
    public const int OctetCount = 4;

    /// <summary>Wraps a number in host order: 127.0.0.1 is 0x7F000001.</summary>
    public IPv4Address(uint value) => Value = value;

    /// <summary>Reads four octets in wire order.</summary>
    /// <param name="octets">At least <see cref="OctetCount"/> octets.</param>
    public IPv4Address(ReadOnlySpan<byte> octets) => Value = BinaryPrimitives.ReadUInt32BigEndian(octets);

    /// <summary>0.0.0.0.</summary>
    public static IPv4Address Any => default;

    /// <summary>127.0.0.1.</summary>
    public static IPv4Address Loopback => new(0x7F00_0001);

    /// <summary>255.255.255.255.</summary>
    public static IPv4Address Broadcast => new(0xFFFF_FFFF);

    /// <summary>The address as a number in host order.</summary>
    public uint Value { get; }

    /// <summary>Whether it is in 127.0.0.0/8 (RFC 1122 section 3.2.1.3).</summary>
    public bool IsLoopback => Value >> 24 == 127;

    /// <summary>Whether it is in 224.0.0.0/4 (RFC 1112 section 4).</summary>
    public bool IsMulticast => Value >> 28 == 0xE;

    /// <summary>Writes four octets in wire order.</summary>
    /// <param name="destination">At least <see cref="OctetCount"/> octets.</param>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Value);

    /// <inheritdoc/>
    public int CompareTo(IPv4Address other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(IPv4Address other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv4Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>Dotted decimal.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Value >> 24}.{(Value >> 16) & 0xFF}.{(Value >> 8) & 0xFF}.{Value & 0xFF}");

    /// <summary>Reads dotted decimal: exactly four numbers, none with a leading zero (which some would read as octal).</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out IPv4Address result)
    {
        uint value = 0;
        var parts = 0;
        result = default;
        foreach (var range in s.Split('.'))
        {
            var part = s[range];
            if (++parts > OctetCount
                || part.Length > 3
                || (part.Length > 1 && part[0] == '0')
                || !DigitText.TryRead(part, byte.MaxValue, out var octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        if (parts < OctetCount)
        {
            return false;
        }

        result = new(value);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out IPv4Address result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out IPv4Address result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static IPv4Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not an IPv4 address.");

    /// <inheritdoc/>
    public static IPv4Address Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(IPv4Address left, IPv4Address right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(IPv4Address left, IPv4Address right) => !left.Equals(right);

    /// <summary>Whether one number is less than the other.</summary>
    public static bool operator <(IPv4Address left, IPv4Address right) => left.Value < right.Value;

    /// <summary>Whether one number is greater than the other.</summary>
    public static bool operator >(IPv4Address left, IPv4Address right) => left.Value > right.Value;

    /// <summary>Whether one number is at most the other.</summary>
    public static bool operator <=(IPv4Address left, IPv4Address right) => left.Value <= right.Value;

    /// <summary>Whether one number is at least the other.</summary>
    public static bool operator >=(IPv4Address left, IPv4Address right) => left.Value >= right.Value;
}
