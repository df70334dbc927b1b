namespace MirageGen.Peers.Reports;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">Whom or what we are compared with.</param>
/// <param name="Ratio">Ours to theirs.</param>
internal readonly record struct Bar(string Label, Spread Ratio);
