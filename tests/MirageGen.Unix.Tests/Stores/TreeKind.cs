namespace MirageGen.Unix.Tests;

/// <summary>The ways to walk a directory: Linux's own, and the one of other systems, which runs here too.</summary>
public enum TreeKind
{
    Linux,
    Portable,
}
