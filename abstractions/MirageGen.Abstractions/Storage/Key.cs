using System.Diagnostics.CodeAnalysis;

namespace MirageGen;

/// <summary>
/// The name of a value in a key-value store: segments separated by <c>/</c>. It cannot express a way out: no segment is
/// empty, <c>.</c> or <c>..</c>, none holds a control character, a backslash or half a surrogate pair (which has no
/// octets of its own). Keys are compared octet by octet.
/// </summary>
public readonly struct Key : IEquatable<Key>, IComparable<Key>, ISpanParsable<Key>
{
    /// <summary>The most characters a key may have.</summary>
    public const int MaxLength = 1024;

    private readonly string? _path;

    private Key(string path) => _path = path;

    /// <summary>The store itself.</summary>
    public static Key Root => default;

    /// <summary>Whether it is the store itself.</summary>
    public bool IsRoot => string.IsNullOrEmpty(_path);

    /// <summary>The segments joined by <c>/</c>, with none in front; empty for the root.</summary>
    public string Path => _path ?? string.Empty;

    /// <summary>The last segment; empty for the root.</summary>
    public ReadOnlySpan<char> Name => Path.AsSpan(Path.LastIndexOf('/') + 1);

    /// <summary>Everything before the last segment; the root's parent is the root.</summary>
    public Key Parent => Path.LastIndexOf('/') is > 0 and var slash ? new(Path[..slash]) : Root;

    /// <summary>Reads a key; slashes in front and behind, and doubled ones, count for nothing.</summary>
    /// <returns>False when a segment is <c>.</c> or <c>..</c> or holds what no segment may, or the key is too long.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, out Key result)
    {
        result = default;
        s = s.Trim('/');
        if (s.Length > MaxLength)
        {
            return false;
        }

        var isCanonical = true;
        foreach (var range in s.Split('/'))
        {
            var segment = s[range];
            isCanonical &= !segment.IsEmpty;
            if (!IsSegmentOrEmpty(segment))
            {
                return false;
            }
        }

        var text = s.ToString();
        result = new(isCanonical ? text : string.Join('/', text.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        return true;
    }

    /// <summary>Appends one segment.</summary>
    /// <exception cref="FormatException">It is not a segment, or the key would be too long.</exception>
    public static Key operator /(Key parent, string segment) =>
        parent.TryAppend(segment, out var key)
            ? key
            : throw new FormatException($"'{segment}' is not a segment of a key, or too long for one below '{parent}'.");

    /// <summary>Appends one segment.</summary>
    /// <exception cref="FormatException">It is not a segment, or the key would be too long.</exception>
    public static Key Divide(Key left, string right) => left / right;

    /// <summary>Appends one segment; for text from outside.</summary>
    /// <returns>False when it is not a segment, or the key would be too long.</returns>
    public bool TryAppend(string? segment, out Key key)
    {
        key = default;
        if (string.IsNullOrEmpty(segment)
            || segment.Contains('/')
            || !IsSegmentOrEmpty(segment)
            || (IsRoot ? 0 : Path.Length + 1) + segment.Length > MaxLength)
        {
            return false;
        }

        key = new(IsRoot ? segment : $"{Path}/{segment}");
        return true;
    }

    /// <summary>Whether it is the other key or below it.</summary>
    public bool IsWithin(Key other) =>
        other.IsRoot
        || (Path.StartsWith(other.Path, StringComparison.Ordinal)
            && (Path.Length == other.Path.Length || Path[other.Path.Length] == '/'));

    /// <inheritdoc/>
    public int CompareTo(Key other) => string.CompareOrdinal(Path, other.Path);

    /// <inheritdoc/>
    public bool Equals(Key other) => Path == other.Path;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Key other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Path.GetHashCode(StringComparison.Ordinal);

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Key result) => TryParse(s, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Key result)
    {
        // No text is not the root: a missing setting must not name the whole store.
        result = default;
        return s is not null && TryParse(s.AsSpan(), out result);
    }

    /// <inheritdoc/>
    public static Key Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, out var result) ? result : throw new FormatException($"'{s}' is not a key.");

    /// <inheritdoc/>
    public static Key Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>A literal that is a key.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static implicit operator Key(string path) => Parse(path);

    /// <summary>Converts from text.</summary>
    /// <exception cref="FormatException">It is not a key.</exception>
    public static Key FromString(string path) => Parse(path);

    /// <summary>Whether two keys are the same.</summary>
    public static bool operator ==(Key left, Key right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    public static bool operator !=(Key left, Key right) => !left.Equals(right);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(Key left, Key right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(Key left, Key right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(Key left, Key right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(Key left, Key right) => left.CompareTo(right) >= 0;

    private static bool IsSegmentOrEmpty(ReadOnlySpan<char> segment)
    {
        if (segment is "." or "..")
        {
            return false;
        }

        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            if (char.IsControl(c) || c == '\\' || (char.IsSurrogate(c) && !IsPair(segment, i++)))
            {
                return false;
            }
        }

        return true;

        static bool IsPair(ReadOnlySpan<char> text, int at) =>
            at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
    }
}
