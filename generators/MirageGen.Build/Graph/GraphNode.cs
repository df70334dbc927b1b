namespace MirageGen.Build.Graph;

/// <summary>One node of a device graph.</summary>
/// <param name="Id">What edges call it.</param>
/// <param name="Label">Its name, as a person calls it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">One line more about it; may be empty.</param>
internal sealed record GraphNode(string Id, string Label, GraphNodeKind Kind, string Detail)
{
    /// <summary>What an argument is when nobody gives it; null for none.</summary>
    public string? Default { get; init; }
}
