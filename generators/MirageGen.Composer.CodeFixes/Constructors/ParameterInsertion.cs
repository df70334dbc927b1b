using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Constructors;

/// <summary>Adds a parameter to a list as its author would: after those without a default, laid out like its neighbours.</summary>
internal static class ParameterInsertion
{
    /// <summary>Adds it.</summary>
    public static ParameterListSyntax Add(ParameterListSyntax list, TypeSyntax type, string name)
    {
        var added = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            .WithType(type.WithTrailingTrivia(SyntaxFactory.Space));
        var parameters = list.Parameters;
        if (parameters.Count == 0)
        {
            return list.AddParameters(added);
        }

        var index = parameters.IndexOf(static parameter => IsLast(parameter));
        var items = parameters.GetWithSeparators().ToList();
        if (index < 0)
        {
            // After the last one, which gets a comma: on a line of its own where the last one has one.
            items.Add(Comma(parameters.Last()));
            items.Add(added.WithLeadingTrivia(Indentation(parameters.Last())));
        }
        else
        {
            var neighbour = parameters[index];
            items.InsertRange(2 * index, [added.WithLeadingTrivia(Indentation(neighbour)), Comma(neighbour)]);
        }

        return list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(items));
    }

    private static bool IsLast(ParameterSyntax parameter) =>
        parameter.Default is not null || parameter.Modifiers.Any(SyntaxKind.ParamsKeyword);

    private static SyntaxToken Comma(ParameterSyntax neighbour)
    {
        var before = neighbour.GetFirstToken().GetPreviousToken().TrailingTrivia;
        var hasOwnLine = before.Any(SyntaxKind.EndOfLineTrivia);
        var space = hasOwnLine ? before.Last(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) : SyntaxFactory.Space;
        return SyntaxFactory.Token(default, SyntaxKind.CommaToken, [space]);
    }

    private static SyntaxTriviaList Indentation(ParameterSyntax neighbour) =>
        neighbour.GetLeadingTrivia() is [.., var last] && last.IsKind(SyntaxKind.WhitespaceTrivia) ? [last] : [];
}
