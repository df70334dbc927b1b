using System.Globalization;
using System.Text.RegularExpressions;

namespace MirageGen.Build.Embedding;

/// <summary>
/// Finds the directories that C# sources ask for with <c>[Embed("directory")]</c>. It reads text, not meaning: a match
/// too many (in a comment, of something else called Embed) packs a directory that nothing reads and the linker drops;
/// what is missing the composer says at the parameter.
/// </summary>
internal static partial class EmbedLiterals
{
    /// <summary>The directories of one source, as written, in order.</summary>
    public static IEnumerable<string> In(string source)
    {
        foreach (Match match in Attribute().Matches(source))
        {
            yield return match.Groups["verbatim"] is { Success: true, Value: var verbatim }
                ? verbatim.Replace("\"\"", "\"", StringComparison.Ordinal)
                : match.Groups["raw"] is { Success: true, Value: var raw } ? raw
                : Unescape(match.Groups["plain"].Value);
        }
    }

    private static string Unescape(string text) =>
        Escape().Replace(text, static escape => escape.Length == 2
            ? escape.Value[1..]
            : ((char)ushort.Parse(escape.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(
        """\bEmbed(Attribute)?\s*\(\s*(directory\s*:\s*)?(@"(?<verbatim>([^"]|"")*)"|"{3}(?<raw>[^"\r\n]+)"{3}|"(?<plain>([^"\\\r\n]|\\.)*)")\s*\)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();

    /// <summary>The escapes that can occur in a path.</summary>
    [GeneratedRegex("""\\(u[0-9A-Fa-f]{4}|["'\\])""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
