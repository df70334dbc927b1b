using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MirageGen.Composer.CodeFixes;

/// <summary>
/// A fix that works on the node a diagnostic points at, one after the other where there are several: each sees the
/// document as the one before left it, so that two that need the same constructor parameter add it once.
/// </summary>
public abstract class NodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(FixDocumentAsync);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var node = FindNode(root, diagnostic);
            foreach (var title in await OfferAsync(document, node, diagnostic, context.CancellationToken))
            {
                // The title says everything that sets one action apart, so it serves as the key for fixing all.
                context.RegisterCodeFix(
                    CodeAction.Create(title, stop => FixAsync(document, node, diagnostic, title, stop), equivalenceKey: title),
                    diagnostic);
            }
        }
    }

    /// <summary>The titles of the actions that apply to what a diagnostic points at.</summary>
    private protected abstract ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation);

    /// <summary>Fixes what one diagnostic points at.</summary>
    /// <param name="document">The document as it is now.</param>
    /// <param name="node">The innermost node at the diagnostic's location, in this document.</param>
    /// <param name="diagnostic">The diagnostic; its location may have moved since.</param>
    /// <param name="title">The action that was chosen, one of those offered for it.</param>
    /// <param name="cancellation">Gives up.</param>
    private protected abstract Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation);

    private static SyntaxNode FindNode(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    private async Task<Document?> FixDocumentAsync(
        FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        var cancellation = context.CancellationToken;
        if (context.CodeActionEquivalenceKey is not { } title
            || await document.GetSyntaxRootAsync(cancellation) is not { } root)
        {
            return document;
        }

        var targets = diagnostics
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan)
            .Select(diagnostic => (Node: FindNode(root, diagnostic), Diagnostic: diagnostic))
            .ToImmutableArray();
        document = document.WithSyntaxRoot(root.TrackNodes(targets.Select(static target => target.Node).Distinct()));
        foreach (var (node, diagnostic) in targets)
        {
            var now = await document.GetSyntaxRootAsync(cancellation);
            if (now?.GetCurrentNode(node) is { } current
                && (await OfferAsync(document, current, diagnostic, cancellation)).Contains(title))
            {
                document = await FixAsync(document, current, diagnostic, title, cancellation);
            }
        }

        return document;
    }
}
