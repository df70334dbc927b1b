using System.Text.RegularExpressions;

namespace MirageGen.Peers.Reports;

/// <summary>One line of a page's summary: what a reader remembers of it.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Peer">Who is nearest to us, or ahead.</param>
/// <param name="Ratio">Ours to theirs.</param>
/// <param name="IsLessBetter">Whether we are ahead below one.</param>
internal sealed partial record SummaryRow(string What, string Peer, Spread Ratio, bool IsLessBetter)
{
    private const string Less = "less";
    private const string More = "more";

    /// <summary>The columns.</summary>
    public static string[] Head { get; } = ["measured", "beside", "ours/theirs", "better is"];

    /// <summary>As many cells.</summary>
    public string[] Cells => [What, Peer, $"{Ratio:F2}", IsLessBetter ? Less : More];

    /// <summary>The lines of a page that was written before.</summary>
    /// <param name="page">All of it.</param>
    public static IEnumerable<SummaryRow> Of(string page) => Line().Matches(page).Select(match => new SummaryRow(
        match.Groups[1].Value, match.Groups[2].Value, Spread.Parse(match.Groups[3].Value), match.Groups[4].Value == Less));

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \| ([\d.]+ \([\d.]+-[\d.]+\)) \| (less|more) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
