using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>MGEN102: awaits a task in place of waiting for it, where the function is asynchronous.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitFix))]
[Shared]
public sealed class AwaitFix : NodeFix
{
    private const string Title = "Await the task";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.LeavesLoop];

    private protected override ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation) =>
        new(LoopRemedies.Is(diagnostic, FixIds.AwaitRemedy) && Wait(node) is not null && Asynchrony.IsAllowedAt(node)
            ? [Title]
            : []);

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var (wait, task) = Wait(node)!.Value;
        return document.WithSyntaxRoot(root.ReplaceNode(wait, Asynchrony.Await(task).WithTriviaFrom(wait)));
    }

    /// <summary>
    /// The whole wait and the task in it: <c>task.Result</c>, <c>task.Wait()</c>, <c>task.GetAwaiter().GetResult()</c>.
    /// </summary>
    private static (ExpressionSyntax Wait, ExpressionSyntax Task)? Wait(SyntaxNode name) => name.Parent switch
    {
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "GetResult",
            Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } },
            Parent: InvocationExpressionSyntax wait,
        } => (wait, task),
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Wait",
            Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [] } wait,
        } access => (wait, access.Expression),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => (result, result.Expression),
        _ => null,
    };
}
