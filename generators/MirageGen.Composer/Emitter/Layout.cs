using System.Collections.Generic;
using System.Linq;

namespace MirageGen.Composer.Emitter;

/// <summary>How lists are laid out on lines.</summary>
internal static class Layout
{
    private const int LongestList = 80;
    private const string Indent = "    ";

    /// <summary>
    /// Writes arguments or parameters in their parentheses: on one line, or each on a line of its own when that would
    /// be too long. (The template engine indents lines that follow the first like the first.)
    /// </summary>
    public static string List(IReadOnlyCollection<string> items) =>
        items.Sum(item => item.Length + 2) <= LongestList
            ? $"({string.Join(", ", items)})"
            : $"(\n{Indent}{string.Join($",\n{Indent}", items)})";
}
