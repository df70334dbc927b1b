namespace MirageGen.Build.Graph;

/// <summary>
/// The colours of a kind of node. Boxes are light with dark text, so that a picture of them reads on a white page and
/// on a black one.
/// </summary>
/// <param name="Fill">Of the box.</param>
/// <param name="Line">Of its edge.</param>
/// <param name="Text">Of what is written in it.</param>
internal sealed record GraphColours(string Fill, string Line, string Text)
{
    /// <summary>What is drawn on the page itself: of a lightness that stands out from white and from black.</summary>
    public const string Edge = "#768390";

    public static GraphColours Of(GraphNodeKind kind) => kind switch
    {
        GraphNodeKind.Appliance => new("#ebe1ff", "#8250df", "#3c1e70"),
        GraphNodeKind.Device => new("#ddf0ff", "#2f81d7", "#0a3069"),
        GraphNodeKind.Machine => new("#e4e8ec", "#6e7781", "#24292f"),
        GraphNodeKind.Argument => new("#fff3c4", "#bf8700", "#4d2d00"),
        GraphNodeKind.Embed => new("#d7f5dd", "#2da44e", "#0f3d1e"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
