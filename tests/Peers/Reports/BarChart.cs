using System.Globalization;
using System.Net;
using System.Text;

namespace MirageGen.Peers.Reports;

/// <summary>
/// Draws ratios as SVG: a bar to each median, a line from the least to the greatest, and a rule at one, where both are equal.
/// A bar's colour says whether we are ahead.
/// It has no scripts and no fonts of its own, and follows the reader's choice of light or dark.
/// </summary>
internal static class BarChart
{
    private const int LeastLabelWidth = 200;
    private const int LetterWidth = 7;
    private const int BarsWidth = 370;
    private const int ValueWidth = 150;
    private const int BarHeight = 18;
    private const int RowHeight = 34;
    private const int Top = 52;
    private const int Bottom = 14;

    private const string Style = """
        text{font:13px ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;fill:#1f2328}
        .title{font-size:15px;font-weight:600}.small{font-size:11px;fill:#656d76}.bar{fill:#2f81f7}.behind{fill:#d29922}
        .spread{stroke:#1f2328;stroke-width:1.5}.one{stroke:#656d76;stroke-dasharray:4 3}
        @media(prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#8d96a0}.spread{stroke:#e6edf3}.one{stroke:#8d96a0}}
        """;

    /// <summary>Draws a chart.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="bars">From the top.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var labelWidth = Math.Max(LeastLabelWidth, bars.Max(bar => bar.Label.Length) * LetterWidth);
        var width = labelWidth + BarsWidth + ValueWidth;
        var scale = BarsWidth / Math.Max(1.25, bars.Max(bar => bar.Ratio?.Greatest ?? 0));
        var height = Top + (bars.Count * RowHeight) + Bottom;
        var one = labelWidth + scale;
        var isLessBetter = bars.All(bar => bar.IsLessBetter);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>{Style}</style>
            <text class="title" x="12" y="22">{WebUtility.HtmlEncode(title)}{(isLessBetter ? ": less is better" : string.Empty)}</text>
            <text class="small" x="{one:F1}" y="42" text-anchor="middle">equal</text>
            <line class="one" x1="{one:F1}" y1="46" x2="{one:F1}" y2="{height - Bottom}"/>

            """);
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var y = Top + (i * RowHeight);
            if (bar.Ratio is not { } ratio)
            {
                svg.Append(CultureInfo.InvariantCulture, $"""<text class="title" x="12" y="{y + 14}">{WebUtility.HtmlEncode(bar.Label)}</text>""").Append('\n');
                continue;
            }

            var middle = y + (BarHeight / 2.0);
            svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{labelWidth - 10}" y="{y + 14}" text-anchor="end">{WebUtility.HtmlEncode(bar.Label)}</text>
                <rect class="{(bar.IsAhead ? "bar" : "behind")}" x="{labelWidth}" y="{y}" width="{ratio.Median * scale:F1}" height="{BarHeight}" rx="3"/>
                <line class="spread" x1="{labelWidth + (ratio.Least * scale):F1}" y1="{middle:F1}" x2="{labelWidth + (ratio.Greatest * scale):F1}" y2="{middle:F1}"/>
                <text x="{width - ValueWidth + 10}" y="{y + 14}">{ratio.Median:F2}<tspan class="small"> ({ratio.Least:F2}-{ratio.Greatest:F2})</tspan></text>

                """);
        }

        return svg.Append("</svg>\n").ToString();
    }
}
