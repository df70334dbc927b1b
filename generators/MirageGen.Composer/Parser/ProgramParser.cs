using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        return entryPoint is null || ComposedCode.Declares(entryPoint)
            ? new(new(assembly, true, null), [], [])
            : new(new(assembly, true, Display(entryPoint)), [], [new(EntryPointAnchor, Place(entryPoint, cancellation))]);
    }

    /// <summary>Top-level statements have a whole file for their place; the first of them is what a reader looks for.</summary>
    private static SourceLocation? Place(IMethodSymbol entryPoint, CancellationToken cancellation) =>
        entryPoint.DeclaringSyntaxReferences is [var reference, ..] &&
        reference.GetSyntax(cancellation) is CompilationUnitSyntax { Members: var members } &&
        members.FirstOrDefault(member => member is GlobalStatementSyntax) is { } first
            ? SourceLocation.From(first.GetLocation())
            : SourceLocation.Of(entryPoint);

    private static string Display(IMethodSymbol entryPoint) =>
        entryPoint.CanBeReferencedByName ? $"{entryPoint.ContainingType.Name}.{entryPoint.Name}" : "top-level statements";
}
