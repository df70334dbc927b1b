namespace MirageGen.Composer.Model;

/// <summary>A diagnostic that the resolver reports against an anchor.</summary>
internal sealed record Message(Fault Fault, Anchor Anchor);
