using System.Threading;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Finds out whether the project is a program, and whether it starts itself.</summary>
internal static class ProgramParser
{
    /// <summary>Where a message about the program's own entry point goes.</summary>
    public static readonly Anchor EntryPointAnchor = new("entry point", Anchor.Whole);

    public static Parsed<ProgramModel> Parse(Compilation compilation, CancellationToken cancellation)
    {
        var assembly = compilation.AssemblyName ?? string.Empty;
        if (compilation.Options.OutputKind is not (OutputKind.ConsoleApplication or OutputKind.WindowsApplication))
        {
            return new(new(assembly, false, null), [], []);
        }

        var entryPoint = compilation.GetEntryPoint(cancellation);
        return entryPoint is null
            ? new(new(assembly, true, null), [], [])
            : new(new(assembly, true, Display(entryPoint)), [], [new(EntryPointAnchor, SourceLocation.Of(entryPoint))]);
    }

    private static string Display(IMethodSymbol entryPoint) =>
        entryPoint.CanBeReferencedByName ? $"{entryPoint.ContainingType.Name}.{entryPoint.Name}" : "top-level statements";
}
