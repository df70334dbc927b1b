namespace MirageGen.Composer.Model;

/// <summary>A diagnostic at its place in the source; without one it concerns the whole build.</summary>
internal sealed record PlacedMessage(Fault Fault, SourceLocation? Location);
