using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Shape;

/// <summary>MGEN013: makes a class marked <c>[Compose]</c>, and the types around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
[Shared]
public sealed class MakePartialFix : NodeFix
{
    private const string Title = "Make the class partial";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.CompositionShape];

    private protected override ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation) =>
        new(TypesAround(node).Any(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)) ? [Title] : []);

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        return document.WithSyntaxRoot(root.ReplaceNodes(
            TypesAround(node), static (_, rewritten) => ClassModifiers.MakePartial(rewritten)));
    }

    private static ImmutableArray<TypeDeclarationSyntax> TypesAround(SyntaxNode node) =>
        [.. node.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()];
}
