using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Model;

/// <summary>A place in the user's source, without holding on to its syntax tree.</summary>
internal sealed record SourceLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static SourceLocation? From(Location? location) =>
        location?.SourceTree is { } tree ? new(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    public static SourceLocation? From(SyntaxReference? reference) =>
        reference is null ? null : From(reference.SyntaxTree.GetLocation(reference.Span));

    public static SourceLocation? Of(ISymbol symbol) =>
        symbol.Locations.Length == 0 ? null : From(symbol.Locations[0]);

    public Location ToLocation() => Location.Create(Path, Span, Lines);

    /// <summary>The place in the file as an analyzer sees it, which must be the one it was read from.</summary>
    public Location ToLocation(SyntaxTree tree) => Location.Create(tree, Span);
}
