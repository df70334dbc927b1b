namespace MirageGen.Build.Graph.Layout;

/// <summary>
/// A device graph laid out in columns: appliances on the left, each device behind those that ask for it, the machine on
/// the right.
/// </summary>
internal sealed class GraphLayout
{
    private const double BoxHeight = 42;
    private const double WaypointHeight = 16;
    private const double PortGap = 17;
    private const double RowGap = 16;
    private const double LeastColumnGap = 40;

    private GraphLayout(List<List<LayoutBox>> columns, List<LayoutEdge> edges)
    {
        Boxes = [.. columns.SelectMany(column => column).Where(box => box.Node is not null)];
        Edges = edges;
    }

    /// <summary>Every node's box.</summary>
    public IReadOnlyList<LayoutBox> Boxes { get; }

    /// <summary>Every edge's way.</summary>
    public IReadOnlyList<LayoutEdge> Edges { get; }

    /// <summary>The right edge of the last box.</summary>
    public double Width => Boxes.Max(box => box.Right);

    /// <summary>The lower edge of the lowest box or edge.</summary>
    public double Height =>
        Boxes.Concat(Edges.SelectMany(edge => edge.Path)).Max(box => box.Y + (box.Height / 2));

    /// <summary>Whether an edge's parameter is worth writing beside it.</summary>
    public static bool IsNamed(GraphEdge edge) =>
        edge.Label.Length > 0 && edge.Label != edge.To.Label && edge.To.Kind != GraphNodeKind.Machine;

    /// <summary>Lays a graph out; the same graph gives the same layout.</summary>
    public static GraphLayout Of(DeviceGraph graph)
    {
        var (columns, edges) = LayerAssignment.Assign(graph);
        LayerOrdering.Order(columns);
        foreach (var box in columns.SelectMany(column => column))
        {
            box.Width = box.Node is { } node ? TextMeasure.BoxWidth(node) : 0;
            box.Height = box.Node is null ? WaypointHeight : BoxHeightOf(box, edges);
        }

        PlaceColumns(columns, edges);
        LayerPlacement.Place(columns, RowGap);
        PlacePorts(edges);
        return new(columns, edges);
    }

    /// <summary>High enough for its two lines, and for the edges that arrive with a name to keep theirs apart.</summary>
    private static double BoxHeightOf(LayoutBox box, List<LayoutEdge> edges) =>
        Math.Max(BoxHeight, (edges.Count(edge => edge.To == box && IsNamed(edge.Edge)) * PortGap) + 8);

    private static void PlaceColumns(List<List<LayoutBox>> columns, List<LayoutEdge> edges)
    {
        double x = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            var longest = edges
                .Where(edge => edge.To.Column == i && IsNamed(edge.Edge))
                .Select(edge => TextMeasure.EdgeLabelWidth(edge.Edge.Label))
                .Append(0)
                .Max();
            x += i == 0 ? 0 : LeastColumnGap + longest;
            var width = columns[i].Max(box => box.Width);
            foreach (var box in columns[i])
            {
                box.X = x;
                box.Width = width;
            }

            x += width;
        }
    }

    /// <summary>Spreads the ends of edges over the sides of their boxes, in the order of their other ends.</summary>
    private static void PlacePorts(List<LayoutEdge> edges)
    {
        foreach (var group in edges.GroupBy(edge => edge.From))
        {
            Spread([.. group.OrderBy(edge => edge.Path[1].Y)], group.Key, static (edge, y) => edge.StartY = y);
        }

        foreach (var group in edges.GroupBy(edge => edge.To))
        {
            Spread([.. group.OrderBy(edge => edge.Path[^2].Y)], group.Key, static (edge, y) => edge.EndY = y);
        }
    }

    private static void Spread(List<LayoutEdge> edges, LayoutBox box, Action<LayoutEdge, double> place)
    {
        var gap = Math.Min(PortGap, (box.Height - 12) / Math.Max(1, edges.Count - 1));
        for (var i = 0; i < edges.Count; i++)
        {
            place(edges[i], box.Y + ((i - ((edges.Count - 1) / 2.0)) * gap));
        }
    }
}
