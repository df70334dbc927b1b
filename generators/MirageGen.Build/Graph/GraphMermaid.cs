using System.Globalization;
using System.Text;

namespace MirageGen.Build.Graph;

/// <summary>Writes a device graph in Mermaid's language, which many places render.</summary>
internal static class GraphMermaid
{
    /// <summary>The flowchart.</summary>
    public static string Render(DeviceGraph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        var ids = new Dictionary<GraphNode, string>();
        foreach (var node in graph.Nodes)
        {
            var id = ids[node] = string.Create(CultureInfo.InvariantCulture, $"n{ids.Count}");
            var label = node.Detail.Length == 0 ? Escape(node.Label) : $"{Escape(node.Label)}<br/><small>{Escape(node.Detail)}</small>";
            text.Append(CultureInfo.InvariantCulture, $"  {id}(\"{label}\"):::{Class(node.Kind)}\n");
        }

        foreach (var edge in graph.Edges)
        {
            var label = edge.Label.Length == 0 ? string.Empty : $"|\"{Escape(edge.Label)}\"|";
            text.Append(CultureInfo.InvariantCulture, $"  {ids[edge.From]} -->{label} {ids[edge.To]}\n");
        }

        foreach (var kind in graph.Nodes.Select(node => node.Kind).Distinct().Order())
        {
            var colour = GraphColours.Of(kind);
            text.Append(CultureInfo.InvariantCulture,
                $"  classDef {Class(kind)} fill:{colour.Fill},stroke:{colour.Line},color:{colour.Text}\n");
        }

        return text.ToString();
    }

    private static string Class(GraphNodeKind kind) => kind.ToString().ToLowerInvariant();

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
