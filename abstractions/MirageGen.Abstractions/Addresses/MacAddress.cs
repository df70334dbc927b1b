namespace MirageGen;

/// <summary>An EUI-48 hardware address (IEEE 802).</summary>
public readonly struct MacAddress : IEquatable<MacAddress>, ISpanParsable<MacAddress>
{
    /// <summary>The length of an address on the wire.</summary>
    public const int OctetCount = 6;

    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>Reads six octets in wire order.</summary>
    /// <param name="octets">Exactly <see cref="OctetCount"/> octets.</param>
    public MacAddress(ReadOnlySpan<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(octets.Length, OctetCount);
        foreach (var octet in octets)
        {
            _value = (_value << 8) | octet;
        }
    }

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>Whether it addresses a group; broadcast does.</summary>
    public bool IsMulticast => (_value & (1UL << 40)) != 0;

    /// <summary>Writes six octets in wire order.</summary>
    /// <param name="destination">At least <see cref="OctetCount"/> octets.</param>
    public void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < OctetCount; i++)
        {
            destination[i] = (byte)(_value >> (40 - (8 * i)));
        }
    }

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Six pairs of hexadecimal digits, separated by colons.</summary>
    public override string ToString() => string.Create(17, _value, static (text, value) =>
    {
        const string Digits = "0123456789abcdef";
        for (var i = 0; i < OctetCount; i++)
        {
            var octet = (int)(value >> (40 - (8 * i))) & 0xFF;
            text[3 * i] = Digits[octet >> 4];
            text[(3 * i) + 1] = Digits[octet & 0xF];
            if (i < OctetCount - 1)
            {
                text[(3 * i) + 2] = ':';
            }
        }
    });

    /// <summary>Reads the form that <see cref="ToString"/> writes; hyphens serve as well as colons.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out MacAddress result)
    {
        result = default;
        if (s.Length != 17)
        {
            return false;
        }

        ulong value = 0;
        for (var i = 0; i < OctetCount; i++)
        {
            if (!DigitText.TryReadHex(s.Slice(3 * i, 2), out var octet)
                || (i < OctetCount - 1 && s[(3 * i) + 2] is not (':' or '-')))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        result = new(value);
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MacAddress result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out MacAddress result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static MacAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not a hardware address.");

    /// <inheritdoc/>
    public static MacAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => !left.Equals(right);
}
