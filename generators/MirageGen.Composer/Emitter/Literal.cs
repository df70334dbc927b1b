using Microsoft.CodeAnalysis.CSharp;

namespace MirageGen.Composer.Emitter;

/// <summary>Writes values and names as C# does.</summary>
internal static class Literal
{
    public static string Text(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Flag(bool flag) => flag ? "true" : "false";

    /// <summary>A variable's or parameter's name, which may be a keyword.</summary>
    public static string Name(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name == "await" ? "@" + name : name;
}
