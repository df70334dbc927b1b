namespace MirageGen.Unix.Tests;

/// <summary>The loops there are: Linux's own, and the one of other systems, which runs here too.</summary>
public enum LoopKind
{
    Epoll,
    Portable,
}
