namespace MirageGen.Build.Graph.Layout;

/// <summary>A node's place in the picture, or a waypoint that a long edge passes in a column between its ends.</summary>
/// <param name="node">What is drawn; null for a waypoint.</param>
/// <param name="column">Counted from the left.</param>
internal sealed class LayoutBox(GraphNode? node, int column)
{
    public GraphNode? Node { get; } = node;

    public int Column { get; set; } = column;

    /// <summary>The left edge.</summary>
    public double X { get; set; }

    /// <summary>The middle.</summary>
    public double Y { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    /// <summary>Boxes in the column before that an edge joins it to.</summary>
    public List<LayoutBox> Before { get; } = [];

    /// <summary>Boxes in the column behind that an edge joins it to.</summary>
    public List<LayoutBox> After { get; } = [];

    public double Right => X + Width;
}
