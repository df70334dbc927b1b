namespace MirageGen.Composer.Model;

/// <summary>A build property; empty when it is not set.</summary>
internal sealed record BuildProperty(string Name, string Value);
