using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MirageGen.Dns;

/// <summary>
/// A fully qualified domain name (RFC 1035 section 3.1): at most 127 labels, 255 octets. Names that differ only in the case
/// of ASCII letters are equal (RFC 4343); the case they were made with is kept. The order is the canonical one (RFC 4034
/// section 6.1), in which a zone's names stand for DNSSEC.
/// </summary>
public sealed class DomainName : IEquatable<DomainName>, IComparable<DomainName>, ISpanParsable<DomainName>
{
    private static readonly byte[] WildcardLabel = [1, (byte)'*'];

    private readonly byte[] _octets;

    private DomainName(byte[] octets) => _octets = octets;

    /// <summary>The root, written as a dot.</summary>
    public static DomainName Root { get; } = new([0]);

    /// <summary>The uncompressed wire form, with the root's octet at its end; the name's own memory.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    /// <summary>How many labels it has, without the root's.</summary>
    public int LabelCount
    {
        get
        {
            NameOctets.Measure(_octets, out _, out var labels);
            return labels;
        }
    }

    /// <summary>Whether it is the root.</summary>
    public bool IsRoot => _octets.Length == 1;

    /// <summary>Whether its leftmost label is an asterisk (RFC 4592 section 2.1.1).</summary>
    public bool IsWildcard => _octets.AsSpan().StartsWith(WildcardLabel);

    /// <summary>The name without its leftmost label; null for the root.</summary>
    public DomainName? Parent => IsRoot ? null : FromSound(_octets.AsSpan(1 + _octets[0]));

    /// <summary>Reads the uncompressed wire form at the beginning of some octets.</summary>
    /// <param name="octets">Untrusted; copied.</param>
    /// <param name="name">The name. It ends at its root, octets behind that are not looked at.</param>
    /// <returns>False when they begin with no name, or with a compressed one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out DomainName? name)
    {
        name = NameOctets.Measure(octets, out var length, out _) == NameError.None ? FromSound(octets[..length]) : null;
        return name is not null;
    }

    /// <summary>One label's octets.</summary>
    /// <param name="index">From the left, below <see cref="LabelCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label.</exception>
    public ReadOnlySpan<byte> Label(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var at = 0;
        for (; index > 0 && _octets[at] != 0; index--)
        {
            at += 1 + _octets[at];
        }

        return _octets[at] != 0
            ? _octets.AsSpan(at + 1, _octets[at])
            : throw new ArgumentOutOfRangeException(nameof(index), $"{this} has {LabelCount} labels.");
    }

    /// <summary>Whether it is another name or below it.</summary>
    public bool IsSubdomainOf(DomainName ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        return NameOctets.IsSubdomain(_octets, ancestor._octets);
    }

    /// <summary>The name with another one behind it in place of the root: <c>www.</c> and <c>example.</c> make <c>www.example.</c></summary>
    /// <param name="suffix">What comes behind.</param>
    /// <param name="name">Both together.</param>
    /// <returns>False when they are longer than 255 octets.</returns>
    public bool TryAppend(DomainName suffix, [NotNullWhen(true)] out DomainName? name)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        var length = _octets.Length - 1 + suffix._octets.Length;
        name = length <= NameOctets.MaxOctets ? new([.. _octets.AsSpan()[..^1], .. suffix._octets]) : null;
        return name is not null;
    }

    /// <summary>The wildcard right below this name, <c>*.example.</c> (RFC 4592 section 2.1.1).</summary>
    /// <returns>False when it would be longer than 255 octets.</returns>
    public bool TryGetWildcard([NotNullWhen(true)] out DomainName? name) =>
        new DomainName([.. WildcardLabel, 0]).TryAppend(this, out name);

    /// <summary>The name in small letters (RFC 4034 section 6.2).</summary>
    public DomainName ToCanonical()
    {
        var lower = new byte[_octets.Length];
        NameOctets.ToLower(_octets, lower);
        return new(lower);
    }

    /// <inheritdoc/>
    public int CompareTo(DomainName? other) => other is null ? 1 : NameOctets.Compare(_octets, other._octets);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] DomainName? other) => other is not null && NameOctets.Equals(_octets, other._octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DomainName);

    /// <inheritdoc/>
    public override int GetHashCode() => NameOctets.Hash(_octets);

    /// <summary>The presentation form, with a dot at its end, and escapes where they are needed (RFC 1035 section 5.1).</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[NameText.MaxOctets];
        return Encoding.ASCII.GetString(text[..NameText.Write(_octets, text)]);
    }

    /// <summary>Reads the presentation form. A name is absolute, with a dot at its end or without.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out DomainName? result) =>
        TryParse(s, out result, out _);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, [MaybeNullWhen(false)] out DomainName result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DomainName result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static DomainName Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, out var name, out var error)
        ? name
        : throw new FormatException($"'{s}' is no domain name: {NameErrorText.Describe(error)}.");

    /// <inheritdoc/>
    public static DomainName Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Whether two names are the same.</summary>
    public static bool operator ==(DomainName? left, DomainName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two names differ.</summary>
    public static bool operator !=(DomainName? left, DomainName? right) => !(left == right);

    /// <summary>Whether one name comes before the other.</summary>
    public static bool operator <(DomainName? left, DomainName? right) => Compare(left, right) < 0;

    /// <summary>Whether one name comes behind the other.</summary>
    public static bool operator >(DomainName? left, DomainName? right) => Compare(left, right) > 0;

    /// <summary>Whether one name comes before the other or is it.</summary>
    public static bool operator <=(DomainName? left, DomainName? right) => Compare(left, right) <= 0;

    /// <summary>Whether one name comes behind the other or is it.</summary>
    public static bool operator >=(DomainName? left, DomainName? right) => Compare(left, right) >= 0;

    /// <summary>Makes a name of octets that have been judged.</summary>
    internal static DomainName FromSound(ReadOnlySpan<byte> octets) => octets.Length == 1 ? Root : new(octets.ToArray());

    private static int Compare(DomainName? left, DomainName? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);

    private static bool TryParse(ReadOnlySpan<char> s, [NotNullWhen(true)] out DomainName? result, out NameError error)
    {
        result = null;
        if (s.Length > NameText.MaxOctets || !Ascii.IsValid(s))
        {
            error = Ascii.IsValid(s) ? NameError.NameTooLong : NameError.Character;
            return false;
        }

        Span<byte> text = stackalloc byte[NameText.MaxOctets];
        Ascii.FromUtf16(s, text, out var length);
        Span<byte> octets = stackalloc byte[NameOctets.MaxOctets];
        error = NameText.TryRead(text[..length], Root._octets, octets, out var octetCount);
        result = error == NameError.None ? FromSound(octets[..octetCount]) : null;
        return result is not null;
    }
}
