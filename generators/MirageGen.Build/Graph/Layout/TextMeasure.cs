namespace MirageGen.Build.Graph.Layout;

/// <summary>
/// How wide texts are about to be: a picture cannot know the reader's font, so this is generous by a tenth for the
/// usual ones.
/// </summary>
internal static class TextMeasure
{
    /// <summary>The most characters written in a box; the rest is in its tooltip.</summary>
    public const int LongestText = 28;

    private const double LabelCharacter = 7.6;
    private const double DetailCharacter = 6.1;
    private const double EdgeCharacter = 6.0;
    private const double Padding = 24;
    private const double NarrowestBox = 84;

    /// <summary>The width of a node's box.</summary>
    public static double BoxWidth(GraphNode node) => Math.Max(
        NarrowestBox,
        Padding + Math.Max(Shorten(node.Label).Length * LabelCharacter, Shorten(node.Detail).Length * DetailCharacter));

    /// <summary>The width of a parameter's name.</summary>
    public static double EdgeLabelWidth(string label) => Shorten(label).Length * EdgeCharacter;

    /// <summary>A text that fits.</summary>
    public static string Shorten(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");
}
