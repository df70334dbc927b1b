using System.Text;

namespace MirageGen.Build.Graph;

/// <summary>Writes a device graph as a tree of text: below each node what it asked for, by parameter.</summary>
internal sealed class GraphTree
{
    private readonly DeviceGraph _graph;
    private readonly StringBuilder _text = new();
    private readonly HashSet<GraphNode> _shown = [];

    private GraphTree(DeviceGraph graph) => _graph = graph;

    /// <summary>The tree, a line for each node; what several asked for is unfolded the first time.</summary>
    public static string Render(DeviceGraph graph)
    {
        var tree = new GraphTree(graph);
        foreach (var root in graph.Roots)
        {
            tree._text.Append(root.Label).Append(" on ").Append(graph.Target).Append('\n');
            tree.Below(root, string.Empty);
        }

        return tree._text.ToString();
    }

    private void Below(GraphNode node, string indent)
    {
        var edges = _graph.From(node).ToList();
        for (var i = 0; i < edges.Count; i++)
        {
            var isLast = i == edges.Count - 1;
            Line(edges[i], indent + (isLast ? "└─ " : "├─ "));
            if (_shown.Add(edges[i].To))
            {
                Below(edges[i].To, indent + (isLast ? "   " : "│  "));
            }
        }
    }

    private void Line(GraphEdge edge, string indent)
    {
        _text.Append(indent);
        if (edge.Label.Length > 0 && edge.Label != edge.To.Label)
        {
            _text.Append(edge.Label).Append(": ");
        }

        _text.Append(edge.To.Label);
        if (_shown.Contains(edge.To))
        {
            _text.Append(_graph.From(edge.To).Any() ? " (as above)" : string.Empty);
        }
        else if (edge.To.Detail.Length > 0)
        {
            _text.Append("  ").Append(edge.To.Detail);
        }

        _text.Append('\n');
    }
}
