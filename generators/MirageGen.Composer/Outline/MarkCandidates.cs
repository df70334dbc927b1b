using System.Collections.Immutable;

namespace MirageGen.Composer.Outline;

/// <summary>What of a file may be marked for the composer, judged by names alone.</summary>
/// <param name="Classes">Where the names of such classes begin.</param>
/// <param name="HasAssemblyAttributes">Whether attributes of the assembly may be the composer's.</param>
internal readonly record struct MarkCandidates(ImmutableArray<int> Classes, bool HasAssemblyAttributes)
{
    /// <summary>Whether there is nothing to bind.</summary>
    public bool IsEmpty => Classes.IsEmpty && !HasAssemblyAttributes;
}
