namespace MirageGen.Composer.Model;

/// <summary>Where an anchor is in the source at the moment.</summary>
internal readonly record struct AnchorPlace(Anchor Anchor, SourceLocation? Location);
