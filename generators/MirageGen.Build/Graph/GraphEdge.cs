namespace MirageGen.Build.Graph;

/// <summary>A node is given another one.</summary>
/// <param name="From">Who asked.</param>
/// <param name="To">What it is given.</param>
/// <param name="Label">The parameter it is given as; may be empty.</param>
internal sealed record GraphEdge(GraphNode From, GraphNode To, string Label);
