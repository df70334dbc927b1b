using System.Text;

namespace MirageGen.Peers.Reports;

/// <summary>
/// What a measurement found, as Markdown with charts: printed as it comes, and written to <c>docs/benchmarks</c> at the end if
/// that is wanted.
/// </summary>
/// <param name="topic">The file's name.</param>
/// <param name="title">Its heading.</param>
internal sealed class BenchReport(string topic, string title)
{
    private const string Ratios =
        "A ratio is ours to theirs, round by round, all in one run and in an order that rotates: the median, and in brackets the least and the greatest. "
        + "Above one we are ahead, or below one where less is better. Machines differ and are noisy; ratios carry over, absolute figures do not.";

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _charts = [];
    private readonly List<SummaryRow> _summary = [];

    /// <summary>The heading of the section that was begun last.</summary>
    public string Heading { get; private set; } = string.Empty;

    /// <summary>Begins a section.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="how">How its figures were taken.</param>
    public void Section(string heading, string how)
    {
        Heading = heading;
        Console.WriteLine($"\n{heading}: {how}");
        _text.Append($"\n## {heading}\n\n{how}\n");
    }

    /// <summary>Says that something is done, to whoever waits; it is not kept.</summary>
    public static void Progress(string line) => Console.WriteLine($"  {line}");

    /// <summary>Adds a table.</summary>
    /// <param name="head">The columns.</param>
    /// <param name="rows">As many cells each.</param>
    public void Table(string[] head, params IEnumerable<string[]> rows)
    {
        var table = string.Join('\n', MarkdownTable.Lines(head, rows));
        Console.WriteLine($"\n{table}\n");
        _text.Append($"\n{table}\n");
    }

    /// <summary>Adds a chart of ratios of ours to theirs.</summary>
    /// <param name="name">Its file's name, behind the topic's.</param>
    /// <param name="heading">What is compared.</param>
    /// <param name="bars">From the top.</param>
    public void Chart(string name, string heading, IEnumerable<Bar> bars)
    {
        var file = $"{topic}-{name}.svg";
        _charts[file] = BarChart.Draw(heading, [.. bars]);
        _text.Append($"\n![{heading}]({file})\n");
    }

    /// <summary>Adds a line to the page's summary.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="peer">Beside whom: of several the one that is nearest to us, or ahead.</param>
    /// <param name="ratio">Ours to theirs.</param>
    /// <param name="isLessBetter">Whether we are ahead below one.</param>
    public void Summarize(string what, string peer, Spread ratio, bool isLessBetter = false) =>
        _summary.Add(new(what, peer, ratio, isLessBetter));

    /// <summary>Writes the page and its charts, and the overview of all pages.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="facts">What they were measured on and with.</param>
    public void Save(string folder, string facts)
    {
        Directory.CreateDirectory(folder);
        var page = Path.Combine(folder, $"{topic}.md");
        var old = File.Exists(page) ? File.ReadAllText(page) : string.Empty;
        foreach (var chart in Directory.GetFiles(folder, "*.svg").Where(chart => old.Contains($"]({Path.GetFileName(chart)})", StringComparison.Ordinal)))
        {
            File.Delete(chart);
        }

        File.WriteAllText(page, $"# {title}\n\n{facts}\n{Summary()}{_text}");
        foreach (var (file, chart) in _charts)
        {
            File.WriteAllText(Path.Combine(folder, file), chart);
        }

        Overview.Write(folder);
    }

    /// <summary>Nothing where nobody else was measured.</summary>
    private string Summary() => _summary.Count == 0
        ? string.Empty
        : $"\n{Ratios}\n\n## Summary\n\n{string.Join('\n', MarkdownTable.Lines(SummaryRow.Head, _summary.Select(row => row.Cells)))}\n";
}
