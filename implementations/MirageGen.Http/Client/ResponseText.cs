using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Makes text of a body, by the charset that its type names (RFC 9110 section 8.3.2).</summary>
internal static class ResponseText
{
    /// <summary>Decodes a body.</summary>
    /// <param name="octets">The body.</param>
    /// <param name="contentType">Content-Type's value; empty when there is none.</param>
    public static string Decode(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> contentType)
    {
        var encoding = EncodingOf(CharsetOf(contentType));
        var mark = encoding.Preamble;
        return encoding.GetString(!mark.IsEmpty && octets.StartsWith(mark) ? octets[mark.Length..] : octets);
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> charset) =>
        Ascii.EqualsIgnoreCase(charset, "iso-8859-1"u8) || Ascii.EqualsIgnoreCase(charset, "latin1"u8) ? Encoding.Latin1
        : Ascii.EqualsIgnoreCase(charset, "utf-16le"u8) || Ascii.EqualsIgnoreCase(charset, "utf-16"u8) ? Encoding.Unicode
        : Ascii.EqualsIgnoreCase(charset, "utf-16be"u8) ? Encoding.BigEndianUnicode
        : Encoding.UTF8;

    private static ReadOnlySpan<byte> CharsetOf(ReadOnlySpan<byte> contentType)
    {
        var name = "charset="u8;
        while (true)
        {
            var semicolon = contentType.IndexOf((byte)';');
            if (semicolon < 0)
            {
                return default;
            }

            contentType = HttpGrammar.TrimWhitespace(contentType[(semicolon + 1)..]);
            if (contentType.Length > name.Length && Ascii.EqualsIgnoreCase(contentType[..name.Length], name))
            {
                var value = contentType[name.Length..];
                var end = value.IndexOf((byte)';');
                return HttpGrammar.TrimWhitespace(end < 0 ? value : value[..end]).Trim((byte)'"');
            }
        }
    }
}
