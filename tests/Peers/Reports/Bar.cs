namespace MirageGen.Peers.Reports;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">Whom or what we are compared with.</param>
/// <param name="Ratio">Ours to theirs; null for a heading of the bars below it.</param>
/// <param name="IsLessBetter">Whether we are ahead below one.</param>
internal readonly record struct Bar(string Label, Spread? Ratio, bool IsLessBetter = false)
{
    /// <summary>Whether we are ahead.</summary>
    public bool IsAhead => Ratio is { } ratio && ratio.Median < 1 == IsLessBetter;
}
