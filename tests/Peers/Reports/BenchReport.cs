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
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _charts = [];

    /// <summary>Begins a section.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="how">How its figures were taken.</param>
    public void Section(string heading, string how)
    {
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
        var table = new StringBuilder();
        foreach (var row in rows.Prepend([.. head.Select(_ => "---")]).Prepend(head))
        {
            table.Append($"| {string.Join(" | ", row)} |\n");
        }

        Console.WriteLine($"\n{table}");
        _text.Append($"\n{table}");
    }

    /// <summary>Adds a chart of ratios of ours to theirs.</summary>
    /// <param name="name">Its file's name, behind the topic's.</param>
    /// <param name="heading">What is compared.</param>
    /// <param name="bars">From the top.</param>
    /// <param name="isLessBetter">Whether we are ahead below one.</param>
    public void Chart(string name, string heading, IEnumerable<Bar> bars, bool isLessBetter = false)
    {
        var file = $"{topic}-{name}.svg";
        _charts[file] = BarChart.Draw(heading, [.. bars], isLessBetter);
        _text.Append($"\n![{heading}]({file})\n");
    }

    /// <summary>Writes the page and its charts.</summary>
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

        File.WriteAllText(page, $"# {title}\n\n{facts}\n{_text}");
        foreach (var (file, chart) in _charts)
        {
            File.WriteAllText(Path.Combine(folder, file), chart);
        }
    }
}
