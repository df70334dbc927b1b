using System.Globalization;
using System.Security;
using System.Text;
using MirageGen.Build.Graph.Layout;

namespace MirageGen.Build.Graph;

/// <summary>Draws a device graph as SVG, for pages light and dark.</summary>
internal sealed class GraphSvg
{
    private const double Margin = 16;
    private const double TitleHeight = 34;
    private const double LegendHeight = 34;
    private const double LegendEntry = 96;
    private const double ArrowLength = 12;
    private const string Font = "ui-sans-serif,system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    private readonly DeviceGraph _graph;
    private readonly GraphLayout _layout;
    private readonly StringBuilder _text = new();

    private GraphSvg(DeviceGraph graph)
    {
        _graph = graph;
        _layout = GraphLayout.Of(graph);
    }

    /// <summary>The picture; the same graph gives the same octets.</summary>
    public static string Render(DeviceGraph graph) => new GraphSvg(graph).Draw();

    private string Draw()
    {
        var kinds = _graph.Nodes.Select(node => node.Kind).Distinct().Order().ToList();
        var width = Math.Max(_layout.Width, kinds.Count * LegendEntry) + (2 * Margin);
        var height = _layout.Height + TitleHeight + LegendHeight + (2 * Margin);
        Head(width, height);
        Add($"<text class=\"name\" x=\"{Margin}\" y=\"{Margin + 14}\">{Xml($"{_graph.Image} on {_graph.Target}")}</text>");
        Add($"<g transform=\"translate({Margin},{Margin + TitleHeight})\">");
        foreach (var edge in _layout.Edges)
        {
            Edge(edge);
        }

        foreach (var box in _layout.Boxes)
        {
            Box(box, box.Node!);
        }

        Add($"</g>");
        Legend(kinds, height - Margin - 4);
        Add($"</svg>");
        return _text.ToString();
    }

    private void Head(double width, double height)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">");
        Add($"<title>{Xml($"What {_graph.Image} is composed of on {_graph.Target}")}</title>");
        Add($"<style>text{{font-family:{Font}}}.label{{font-size:13px;font-weight:600}}.detail{{font-size:11px;opacity:.8}}.edge{{font-size:11px;fill:{GraphColours.Edge}}}.name{{font-size:14px;font-weight:600;fill:{GraphColours.Edge}}}path{{fill:none;stroke:{GraphColours.Edge};stroke-width:1.4}}rect{{stroke-width:1.4}}</style>");
        Add($"<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"6.5\" markerHeight=\"6.5\" orient=\"auto\"><path d=\"M0,.5 8,4 0,7.5z\" style=\"fill:{GraphColours.Edge};stroke:none\"/></marker></defs>");
    }

    private void Edge(LayoutEdge edge)
    {
        var isNamed = GraphLayout.IsNamed(edge.Edge);
        Add($"<path d=\"{PathOf(edge, isNamed ? TextMeasure.EdgeLabelWidth(edge.Edge.Label) + ArrowLength : 0)}\" marker-end=\"url(#arrow)\"/>");
        if (isNamed)
        {
            Add($"<text class=\"edge\" text-anchor=\"end\" x=\"{edge.To.X - ArrowLength}\" y=\"{edge.EndY - 4}\">{Xml(TextMeasure.Shorten(edge.Edge.Label))}</text>");
        }
    }

    /// <summary>Curves from column to column, level where it crosses one and under its name at the end.</summary>
    private static string PathOf(LayoutEdge edge, double nameLength)
    {
        var path = new StringBuilder();
        var (x, y) = (edge.From.Right, edge.StartY);
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#},{y:0.#}");
        for (var i = 1; i < edge.Path.Count; i++)
        {
            var box = edge.Path[i];
            var isEnd = i == edge.Path.Count - 1;
            var (bendX, levelX, nextY) = isEnd ? (box.X - nameLength, box.X, edge.EndY) : (box.X, box.Right, box.Y);
            var half = (bendX - x) / 2;
            path.Append(CultureInfo.InvariantCulture,
                $"C{x + half:0.#},{y:0.#} {bendX - half:0.#},{nextY:0.#} {bendX:0.#},{nextY:0.#}H{levelX:0.#}");
            (x, y) = (levelX, nextY);
        }

        return path.ToString();
    }

    private void Box(LayoutBox box, GraphNode node)
    {
        var colours = GraphColours.Of(node.Kind);
        var hasDetail = node.Detail.Length > 0;
        var middle = box.X + (box.Width / 2);
        Add($"<g><title>{Xml(hasDetail ? $"{node.Label}: {node.Detail}" : node.Label)}</title>");
        Add($"<rect x=\"{box.X}\" y=\"{box.Y - (box.Height / 2)}\" width=\"{box.Width}\" height=\"{box.Height}\" rx=\"9\" fill=\"{colours.Fill}\" stroke=\"{colours.Line}\"/>");
        Add($"<text class=\"label\" text-anchor=\"middle\" x=\"{middle}\" y=\"{box.Y + (hasDetail ? -2 : 4.5)}\" fill=\"{colours.Text}\">{Xml(TextMeasure.Shorten(node.Label))}</text>");
        if (hasDetail)
        {
            Add($"<text class=\"detail\" text-anchor=\"middle\" x=\"{middle}\" y=\"{box.Y + 13}\" fill=\"{colours.Text}\">{Xml(TextMeasure.Shorten(node.Detail))}</text>");
        }

        Add($"</g>");
    }

    private void Legend(List<GraphNodeKind> kinds, double y)
    {
        for (var i = 0; i < kinds.Count; i++)
        {
            var colours = GraphColours.Of(kinds[i]);
            var x = Margin + (i * LegendEntry);
            Add($"<rect x=\"{x}\" y=\"{y - 10}\" width=\"12\" height=\"12\" rx=\"3.5\" fill=\"{colours.Fill}\" stroke=\"{colours.Line}\"/>");
            Add($"<text class=\"edge\" x=\"{x + 18}\" y=\"{y}\">{NameOf(kinds[i])}</text>");
        }
    }

    private static string NameOf(GraphNodeKind kind) =>
        kind == GraphNodeKind.Embed ? "embedded" : kind.ToString().ToLowerInvariant();

    private static string Xml(string text) => SecurityElement.Escape(text);

    private void Add(FormattableString line) => _text.Append(line.ToString(Rounding.Invariant)).Append('\n');

    /// <summary>Writes numbers with at most one decimal, the same everywhere.</summary>
    private sealed class Rounding : IFormatProvider, ICustomFormatter
    {
        public static Rounding Invariant { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            double number => number.ToString("0.#", CultureInfo.InvariantCulture),
            _ => Convert.ToString(arg, CultureInfo.InvariantCulture) ?? string.Empty,
        };
    }
}
