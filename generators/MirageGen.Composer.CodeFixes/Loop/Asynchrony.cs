using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>Where one may await, and how.</summary>
internal static class Asynchrony
{
    /// <summary>Whether the function around a place is asynchronous, and the place not one where it may not await.</summary>
    public static bool IsAllowedAt(SyntaxNode place)
    {
        foreach (var outer in place.AncestorsAndSelf())
        {
            switch (outer)
            {
                case LockStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or UnsafeStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax member:
                    return member.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }

    /// <summary><c>await</c> of an expression, in parentheses where something is done to its result.</summary>
    public static ExpressionSyntax Await(ExpressionSyntax awaited) =>
        SyntaxFactory.ParenthesizedExpression(
                SyntaxFactory.AwaitExpression(
                    SyntaxFactory.Token(default, SyntaxKind.AwaitKeyword, [SyntaxFactory.Space]), awaited.WithoutTrivia()))
            .WithAdditionalAnnotations(Simplifier.Annotation);
}
