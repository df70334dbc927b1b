namespace MirageGen.Dns;

/// <summary>Escapes in character-strings (RFC 1035 section 5.1).</summary>
internal static class TextEscapes
{
    /// <summary>Reads text with escapes.</summary>
    /// <param name="text">As it stands in a zone file, without quotes.</param>
    /// <param name="destination">As long as the text, or longer.</param>
    /// <param name="length">Octets written.</param>
    /// <returns>False when a backslash has nothing to escape.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> destination, out int length)
    {
        length = 0;
        for (var at = 0; at < text.Length;)
        {
            if (!NameText.TryReadEscaped(text, ref at, out destination[length++]))
            {
                return false;
            }
        }

        return true;
    }
}
