using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Emitter;

/// <summary>How lists are laid out on lines, and lines in a file.</summary>
internal static class Layout
{
    /// <summary>The longest statement that stays on one line.</summary>
    public const int LongestLine = 108;

    private const int LongestList = 80;
    private const string Indent = "    ";

    private static readonly Encoding WithoutMark = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static SourceText File(string text) => SourceText.From(text, WithoutMark);

    /// <summary>
    /// Writes arguments or parameters in their parentheses: on one line, or each on a line of its own when that would
    /// be too long. (The template engine indents lines that follow the first like the first, if that begins with what
    /// it inserts.)
    /// </summary>
    public static string List(string[] items, int longest = LongestList)
    {
        var length = 0;
        foreach (var item in items)
        {
            length += item.Length + 2;
        }

        return length <= longest
            ? $"({string.Join(", ", items)})"
            : $"(\n{Indent}{string.Join($",\n{Indent}", items)})";
    }

    /// <summary>Writes a choice on one line, or on three when that would be too long.</summary>
    public static string Choice(string condition, string yes, string no)
    {
        var line = $"{condition} ? {yes} : {no}";
        return line.Length <= LongestList ? line : $"{condition}\n{Indent}? {yes}\n{Indent}: {no}";
    }
}
