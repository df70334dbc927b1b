using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Parser;

/// <summary>Tells what the composer itself wrote, which an analyzer sees among the sources and a generator does not.</summary>
internal static class ComposedCode
{
    /// <summary>The class that stands in for a program which could not be composed.</summary>
    public const string StubName = "NotComposed";

    /// <summary>The compiler puts what a generator writes into a folder with the name of its class.</summary>
    private static readonly string Folder = typeof(ComposerGenerator).FullName!;

    public static bool IsIn(SyntaxTree tree) =>
        tree.FilePath.IndexOf(Folder, System.StringComparison.Ordinal) >= 0 && Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == Folder;

    /// <summary>Whether a symbol is declared there and nowhere else.</summary>
    public static bool Declares(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is { Length: > 0 } references && references.All(reference => IsIn(reference.SyntaxTree));

    /// <summary>Whether a program could not be composed.</summary>
    public static bool HasStub(Compilation compilation) =>
        compilation.Assembly.GetTypeByMetadataName("MirageGen.Composed." + StubName) is { } stub && Declares(stub);
}
