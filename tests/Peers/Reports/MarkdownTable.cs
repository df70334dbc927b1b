namespace MirageGen.Peers.Reports;

/// <summary>Tables as Markdown has them.</summary>
internal static class MarkdownTable
{
    /// <summary>The lines of a table.</summary>
    /// <param name="head">The columns.</param>
    /// <param name="rows">As many cells each.</param>
    public static IEnumerable<string> Lines(string[] head, IEnumerable<string[]> rows) =>
        rows.Prepend([.. head.Select(_ => "---")]).Prepend(head).Select(row => $"| {string.Join(" | ", row)} |");
}
