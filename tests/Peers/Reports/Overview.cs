using System.Text;
using System.Text.RegularExpressions;

namespace MirageGen.Peers.Reports;

/// <summary>The first page of all reports: their summaries, and a picture of them.</summary>
internal static partial class Overview
{
    private const string Picture = "overview.svg";

    /// <summary>The pages in the reader's order; one that is missing is left out.</summary>
    private static readonly string[] Topics = ["http", "dns", "dns-direct", "tcp", "relay", "compose", "boot", "image", "xen", "xen-dns", "micro"];

    /// <summary>Writes it from the pages of a folder.</summary>
    public static void Write(string folder)
    {
        var text = new StringBuilder("""
            # Measured

            Each page is written by `./bench.sh TOPIC`, from a run of this repository beside its peers, on two cores; it says on which
            machine and at which commit, and has the tables that this one is taken from. A ratio is ours to the best of theirs: the median of its
            rounds, and in brackets the least and the greatest. [Where a peer is ahead, and why](behind.md) has what profiling found.


            """);
        text.Append($"![Ours to the best of theirs]({Picture})\n");
        var bars = new List<Bar>();
        foreach (var file in Topics.Select(topic => $"{topic}.md").Where(file => File.Exists(Path.Combine(folder, file))))
        {
            var page = File.ReadAllText(Path.Combine(folder, file));
            var title = Title().Match(page).Groups[1].Value;
            var rows = SummaryRow.Of(page).ToArray();
            text.Append($"\n## [{title}]({file})\n\n");
            if (rows.Length == 0)
            {
                text.Append("Parts of ours alone: what each takes and allocates.\n");
                continue;
            }

            text.AppendJoin('\n', MarkdownTable.Lines(SummaryRow.Head, rows.Select(row => row.Cells))).Append('\n');
            bars.Add(new(title, null));
            bars.AddRange(rows.Select(row => new Bar($"{row.What} ({row.Peer})", row.Ratio, row.IsLessBetter)));
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), text.ToString());
        File.WriteAllText(Path.Combine(folder, Picture), BarChart.Draw("Ours to the best of theirs", bars));
    }

    [GeneratedRegex("^# (.+)$", RegexOptions.Multiline)]
    private static partial Regex Title();
}
