namespace MirageGen.Build.Graph;

/// <summary>
/// What an image is composed of, as the composer wrote it into a generated source: lines of comment
/// <c>// graph image target</c>, <c>// node id|label|kind|detail</c>, <c>// default id|value</c> and
/// <c>// edge from|to|parameter</c>.
/// </summary>
/// <param name="Image">The image's name.</param>
/// <param name="Target">The target it is composed for.</param>
/// <param name="Nodes">Everything in it; an appliance comes before what it asks for.</param>
/// <param name="Edges">Who is given what, in the order of the parameters.</param>
internal sealed record DeviceGraph(
    string Image, string Target, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    private const string Comment = "// ";

    /// <summary>The nodes that nobody asked for: the appliances.</summary>
    public IEnumerable<GraphNode> Roots => Nodes.Where(node => Edges.All(edge => edge.To != node));

    /// <summary>What a node asked for.</summary>
    public IEnumerable<GraphEdge> From(GraphNode node) => Edges.Where(edge => edge.From == node);

    /// <summary>Reads every graph of a generated source.</summary>
    /// <exception cref="FormatException">A line is not of the form above: composer and build tasks are of different versions.</exception>
    public static IReadOnlyList<DeviceGraph> Parse(string source)
    {
        var graphs = new List<DeviceGraph>();
        var nodes = new List<GraphNode>();
        var edges = new List<GraphEdge>();
        foreach (var line in source.EnumerateLines())
        {
            if (!line.StartsWith(Comment, StringComparison.Ordinal))
            {
                continue;
            }

            var text = line[Comment.Length..].ToString();
            if (text.StartsWith("graph ", StringComparison.Ordinal))
            {
                nodes = [];
                edges = [];
                graphs.Add(Header(text, nodes, edges));
            }
            else if (text.StartsWith("node ", StringComparison.Ordinal))
            {
                nodes.Add(Node(text));
            }
            else if (text.StartsWith("default ", StringComparison.Ordinal))
            {
                SetDefault(text, nodes);
            }
            else if (text.StartsWith("edge ", StringComparison.Ordinal))
            {
                edges.Add(Edge(text, nodes));
            }
        }

        return graphs;
    }

    private static DeviceGraph Header(string text, List<GraphNode> nodes, List<GraphEdge> edges) =>
        text.Split(' ') is [_, var image, var target] ? new(image, target, nodes, edges) : throw Malformed(text);

    private static GraphNode Node(string text) =>
        text["node ".Length..].Split('|', 4) is [var id, var label, var kind, var detail]
            && Enum.TryParse<GraphNodeKind>(kind, ignoreCase: true, out var value)
            ? new(id, label, value, Unrepeated(label, detail))
            : throw Malformed(text);

    /// <summary>A class's full name says the label again: what is left is its namespace.</summary>
    private static string Unrepeated(string label, string detail) =>
        detail == label ? string.Empty
        : detail.EndsWith("." + label, StringComparison.Ordinal) ? detail[..^(label.Length + 1)]
        : detail;

    /// <summary>It follows its node, somewhere.</summary>
    private static void SetDefault(string text, List<GraphNode> nodes)
    {
        if (text["default ".Length..].Split('|', 2) is not [var id, var value] || nodes.FindIndex(node => node.Id == id) is var at && at < 0)
        {
            throw Malformed(text);
        }

        nodes[at] = nodes[at] with { Default = value };
    }

    private static GraphEdge Edge(string text, List<GraphNode> nodes) =>
        text["edge ".Length..].Split('|', 3) is [var from, var to, var label]
            && nodes.Find(node => node.Id == from) is { } asking
            && nodes.Find(node => node.Id == to) is { } given
            ? new(asking, given, label)
            : throw Malformed(text);

    private static FormatException Malformed(string line) => new($"'{line}' is not a line of a device graph.");
}
