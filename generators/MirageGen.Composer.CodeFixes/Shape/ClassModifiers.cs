using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Shape;

/// <summary>Changing the modifiers of a declaration without disturbing the comments in front of it.</summary>
internal static class ClassModifiers
{
    private static readonly SyntaxKind[] Accessibilities =
    [
        SyntaxKind.PublicKeyword,
        SyntaxKind.InternalKeyword,
        SyntaxKind.ProtectedKeyword,
        SyntaxKind.PrivateKeyword,
        SyntaxKind.FileKeyword,
    ];

    /// <summary>Makes a declaration public.</summary>
    public static T MakePublic<T>(T declaration)
        where T : MemberDeclarationSyntax
    {
        var others = declaration.Modifiers.Where(static token => !Accessibilities.Any(kind => token.IsKind(kind)));
        return With(declaration, [SyntaxFactory.Token(SyntaxKind.PublicKeyword), .. others]);
    }

    /// <summary>Takes a modifier away.</summary>
    public static T Remove<T>(T declaration, SyntaxKind modifier)
        where T : MemberDeclarationSyntax =>
        With(declaration, [.. declaration.Modifiers.Where(token => !token.IsKind(modifier))]);

    /// <summary>Puts one modifier in the place of another.</summary>
    public static T Replace<T>(T declaration, SyntaxKind modifier, SyntaxKind other)
        where T : MemberDeclarationSyntax =>
        With(
            declaration,
            [.. declaration.Modifiers.Select(token => token.IsKind(modifier) ? SyntaxFactory.Token(other) : token)]);

    /// <summary>Makes a type partial; the word has to be the last one.</summary>
    public static TypeDeclarationSyntax MakePartial(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? type
            : With(type, [.. type.Modifiers, SyntaxFactory.Token(SyntaxKind.PartialKeyword)]);

    private static T With<T>(T declaration, SyntaxToken[] modifiers)
        where T : MemberDeclarationSyntax
    {
        // What stands in front of the first word (comments, indentation) stays in front of whatever is first now.
        var bare = declaration.ReplaceToken(FirstWord(declaration), FirstWord(declaration).WithLeadingTrivia());
        var spaced = modifiers.Select(static token => token.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.Space));
        var changed = (T)bare.WithModifiers(SyntaxFactory.TokenList(spaced));
        var first = FirstWord(changed);
        return changed.ReplaceToken(first, first.WithLeadingTrivia(FirstWord(declaration).LeadingTrivia));
    }

    private static SyntaxToken FirstWord(MemberDeclarationSyntax declaration) =>
        declaration.AttributeLists.LastOrDefault() is { } attributes
            ? attributes.GetLastToken().GetNextToken()
            : declaration.GetFirstToken();
}
