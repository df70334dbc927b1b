using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.Apis;

/// <summary>The words of the source that name a member: what a person would point at.</summary>
internal static class ApiLocation
{
    /// <summary>
    /// <c>File.ReadAllText</c> of a call to a static member, <c>Send</c> of one to an object (whose expression may be
    /// long), <c>FileStream</c> or <c>new</c> of a creation.
    /// </summary>
    public static SyntaxNodeOrToken Of(SyntaxNode syntax, ISymbol member) => syntax switch
    {
        InvocationExpressionSyntax invocation => Of(invocation.Expression, member),
        MemberAccessExpressionSyntax access when !NamesItsType(access, member) => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ImplicitObjectCreationExpressionSyntax creation => creation.NewKeyword,
        ObjectCreationExpressionSyntax creation => creation.Type,
        _ => syntax,
    };

    private static bool NamesItsType(MemberAccessExpressionSyntax access, ISymbol member) =>
        member.IsStatic
        && member is not IMethodSymbol { IsExtensionMethod: true }
        && access.IsKind(SyntaxKind.SimpleMemberAccessExpression);
}
