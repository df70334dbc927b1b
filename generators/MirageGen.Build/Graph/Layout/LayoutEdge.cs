namespace MirageGen.Build.Graph.Layout;

/// <summary>An edge's way through the picture.</summary>
/// <param name="Edge">What is drawn.</param>
/// <param name="Path">From the box it leaves, over waypoints, to the box it reaches; one in each column.</param>
internal sealed record LayoutEdge(GraphEdge Edge, IReadOnlyList<LayoutBox> Path)
{
    public LayoutBox From => Path[0];

    public LayoutBox To => Path[^1];

    /// <summary>The height at which it leaves its first box.</summary>
    public double StartY { get; set; }

    /// <summary>The height at which it reaches its last box.</summary>
    public double EndY { get; set; }
}
