using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Compares entity tags (RFC 9110 section 8.8.3). A tag is kept as it stands in ETag, with its quotes.</summary>
internal static class EntityTags
{
    /// <summary>
    /// Whether the list of If-Match or If-None-Match has a tag; <c>*</c> has every one. A malformed element ends the list.
    /// </summary>
    /// <param name="list">The field's value.</param>
    /// <param name="tag">The representation's tag.</param>
    /// <param name="isWeak">Weak comparison: <c>W/</c> makes no difference. Strong: weak tags equal nothing.</param>
    public static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> tag, bool isWeak)
    {
        if (list.SequenceEqual("*"u8))
        {
            return true;
        }

        while (TryTake(ref list, out var candidate))
        {
            if (AreEqual(candidate, tag, isWeak))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares two tags.</summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isWeak) =>
        isWeak ? Opaque(left).SequenceEqual(Opaque(right)) : !IsWeak(left) && left.SequenceEqual(right);

    /// <summary>Whether a text is one entity tag.</summary>
    public static bool IsTag(ReadOnlySpan<byte> text) => TryTake(ref text, out _) && text.IsEmpty;

    private static bool IsWeak(ReadOnlySpan<byte> tag) => tag.StartsWith("W/"u8);

    private static ReadOnlySpan<byte> Opaque(ReadOnlySpan<byte> tag) => IsWeak(tag) ? tag[2..] : tag;

    private static bool TryTake(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> tag)
    {
        tag = default;
        var start = list.IndexOfAnyExcept((byte)',', HttpGrammar.Space, HttpGrammar.HorizontalTab);
        if (start < 0)
        {
            return false;
        }

        list = list[start..];
        var open = IsWeak(list) ? 2 : 0;
        if (list.Length < open + 2 || list[open] != (byte)'"')
        {
            return false;
        }

        var length = list[(open + 1)..].IndexOf((byte)'"');
        if (length < 0)
        {
            return false;
        }

        tag = list[..(open + length + 2)];
        list = HttpGrammar.TrimWhitespace(list[tag.Length..]);
        return list.IsEmpty || list[0] == (byte)',';
    }
}
