using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>
/// MGEN102: removes a <c>ConfigureAwait</c> that leaves the loop; one with options that say more is made to come back
/// instead.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComeBackToLoopFix))]
[Shared]
public sealed class ComeBackToLoopFix : NodeFix
{
    private const string Title = "Come back to the loop";
    private const string Options = "ConfigureAwaitOptions";
    private const string ContinueOnCapturedContext = "ContinueOnCapturedContext";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.LeavesLoop];

    private protected override async ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        return LoopRemedies.Is(diagnostic, FixIds.ConfigureAwaitRemedy)
            && CallOf(node) is { } call
            && (Remains(model, call) || IsAwaited(call))
            ? [Title]
            : [];
    }

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var call = CallOf(node)!;
        return document.WithSyntaxRoot(root.ReplaceNode(call, Remains(model, call) ? ComeBack(call) : WhatIsAwaited(call)));
    }

    private static InvocationExpressionSyntax? CallOf(SyntaxNode node) =>
        node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } ? call : null;

    /// <summary>Whether the call says more than where to go on: <c>SuppressThrowing</c>, <c>ForceYielding</c>.</summary>
    private static bool Remains(SemanticModel model, InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments is [{ Expression: var options }]
        && model.GetTypeInfo(options).Type?.Name == Options
        && model.GetConstantValue(options) is { HasValue: true, Value: not 0 };

    private static InvocationExpressionSyntax ComeBack(InvocationExpressionSyntax call)
    {
        var options = call.ArgumentList.Arguments[0].Expression;
        var captured = SyntaxFactory.ParseExpression($"global::System.Threading.Tasks.{Options}.{ContinueOnCapturedContext}")
            .WithAdditionalAnnotations(Simplifier.Annotation);
        var both = SyntaxFactory.BinaryExpression(
            SyntaxKind.BitwiseOrExpression,
            options.WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(default, SyntaxKind.BarToken, [SyntaxFactory.Space]),
            captured);
        return call.ReplaceNode(options, both);
    }

    /// <summary><c>task</c> of <c>task.ConfigureAwait(false)</c>, with what follows the call.</summary>
    private static ExpressionSyntax WhatIsAwaited(InvocationExpressionSyntax call)
    {
        var task = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        return task.WithTrailingTrivia(call.GetTrailingTrivia());
    }

    /// <summary>Elsewhere its type would change under what uses it.</summary>
    private static bool IsAwaited(InvocationExpressionSyntax call)
    {
        var outer = call.Parent;
        while (outer is ParenthesizedExpressionSyntax)
        {
            outer = outer.Parent;
        }

        return outer switch
        {
            AwaitExpressionSyntax => true,
            CommonForEachStatementSyntax each => each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            UsingStatementSyntax statement => statement.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
            _ => false,
        };
    }
}
