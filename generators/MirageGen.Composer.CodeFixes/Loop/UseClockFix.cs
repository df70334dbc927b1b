using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.CodeFixes.Constructors;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>MGEN102: follows the clock that is in scope, or asks for one in the constructor of the appliance or device.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseClockFix))]
[Shared]
public sealed class UseClockFix : NodeFix
{
    private const string Title = "Follow the appliance's TimeProvider";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.LeavesLoop];

    private protected override async ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation) =>
        LoopRemedies.Is(diagnostic, FixIds.ClockRemedy) && await FindAsync(document, node, cancellation) is not null
            ? [Title]
            : [];

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var (request, before, after) = (await FindAsync(document, node, cancellation))!.Value;
        var place = new SyntaxAnnotation();
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        root = root.ReplaceNode(before, after.WithTriviaFrom(before).WithAdditionalAnnotations(place));
        return document.WithSyntaxRoot(request.Apply(root, place));
    }

    private static async Task<(DeviceRequest Request, ExpressionSyntax Before, ExpressionSyntax After)?> FindAsync(
        Document document, SyntaxNode node, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        if (ClockRewrite.TargetOf(node) is not { } target
            || model.GetSymbolInfo(target, cancellation).Symbol is not { ContainingType: not null } used
            || model.Compilation.GetTypeByMetadataName("System.TimeProvider") is not { } provider)
        {
            return null;
        }

        var names = new TypeNames(document, model, node.SpanStart);
        return DeviceRequest.Find(names, model, target, provider, cancellation) is { } request
            && ClockRewrite.Rewrite(target, used, request.Expression) is { } after
            ? (request, target, after)
            : null;
    }
}
