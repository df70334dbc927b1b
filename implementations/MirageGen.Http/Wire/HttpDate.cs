using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MirageGen.Http.Wire;

/// <summary>Dates in HTTP (RFC 9110 section 5.6.7): written as IMF-fixdate, read in all three forms.</summary>
internal static class HttpDate
{
    /// <summary>The length of <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public const int Length = 29;

    private const int LongestObsoleteForm = 33;

    private static readonly string[] ObsoleteForms =
    [
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
        "ddd MMM  d HH:mm:ss yyyy",
    ];

    /// <summary>Writes <see cref="Length"/> octets; fractions of a second are dropped.</summary>
    public static void Write(DateTimeOffset time, Span<byte> destination) =>
        Utf8Formatter.TryFormat(time, destination, out _, new('R'));

    /// <summary>Reads a date.</summary>
    /// <returns>False when it is none; a condition that has it is then ignored.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        if (text.Length == Length && Utf8Parser.TryParse(text, out time, out var consumed, 'R') && consumed == Length)
        {
            return true;
        }

        time = default;
        if (text.IsEmpty || text.Length > LongestObsoleteForm || !Ascii.IsValid(text))
        {
            return false;
        }

        Span<char> characters = stackalloc char[LongestObsoleteForm];
        Ascii.ToUtf16(text, characters, out var length);
        return DateTimeOffset.TryParseExact(
            characters[..length],
            ObsoleteForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time);
    }
}
