using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>MGEN102 says in a property what helps.</summary>
internal static class LoopRemedies
{
    /// <summary>Whether it is this.</summary>
    public static bool Is(Diagnostic diagnostic, string remedy) =>
        diagnostic.Properties.TryGetValue(FixIds.RemedyProperty, out var value) && value == remedy;
}
