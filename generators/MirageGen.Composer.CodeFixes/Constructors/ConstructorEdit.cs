using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MirageGen.Composer.CodeFixes.Constructors;

/// <summary>
/// Adds a parameter to the one constructor of a class: to its primary constructor, which it gets where it has none; or
/// to an ordinary one, with a field that keeps it.
/// </summary>
internal static class ConstructorEdit
{
    /// <summary>Adds it.</summary>
    public static ClassDeclarationSyntax AddParameter(ClassDeclarationSyntax type, TypeSyntax parameterType, string name)
    {
        if (OrdinaryConstructor(type) is not { } constructor)
        {
            return AddPrimary(type, parameterType, name);
        }

        var assigning = Assign(
            constructor.WithParameterList(ParameterInsertion.Add(constructor.ParameterList, parameterType, name)), name);
        return AddField(type.ReplaceNode(constructor, assigning), parameterType, ParameterNames.FieldFor(name));
    }

    /// <summary>The constructor a class declares in its body, if any.</summary>
    public static ConstructorDeclarationSyntax? OrdinaryConstructor(ClassDeclarationSyntax type) =>
        type.Members.OfType<ConstructorDeclarationSyntax>()
            .FirstOrDefault(static constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword));

    private static ClassDeclarationSyntax AddPrimary(ClassDeclarationSyntax type, TypeSyntax parameterType, string name)
    {
        if (type.ParameterList is { } list)
        {
            return type.WithParameterList(ParameterInsertion.Add(list, parameterType, name));
        }

        // The list takes over the space after the class's name: 'class Site' before a line's end, or before ': Base'.
        var before = (SyntaxNodeOrToken?)type.TypeParameterList ?? type.Identifier;
        var added = ParameterInsertion.Add(SyntaxFactory.ParameterList(), parameterType, name)
            .WithTrailingTrivia(before.GetTrailingTrivia());
        return (type.TypeParameterList is { } typeParameters
            ? type.WithTypeParameterList(typeParameters.WithoutTrailingTrivia())
            : type.WithIdentifier(type.Identifier.WithTrailingTrivia())).WithParameterList(added);
    }

    private static ConstructorDeclarationSyntax Assign(ConstructorDeclarationSyntax constructor, string name)
    {
        var assignment = SyntaxFactory.ParseStatement($"{ParameterNames.FieldFor(name)} = {name};")
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        if (constructor.ExpressionBody is not { } body)
        {
            return constructor.WithBody(constructor.Body!.WithStatements(constructor.Body.Statements.Insert(0, assignment)));
        }

        var end = constructor.SemicolonToken.TrailingTrivia;
        var statement = SyntaxFactory.ExpressionStatement(body.Expression.WithoutTrivia());
        return constructor
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithParameterList(constructor.ParameterList.WithTrailingTrivia())
            .WithBody(SyntaxFactory.Block(assignment, statement).WithTrailingTrivia(end))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ClassDeclarationSyntax AddField(ClassDeclarationSyntax type, TypeSyntax fieldType, string name)
    {
        var field = SyntaxFactory.FieldDeclaration(
                SyntaxFactory.VariableDeclaration(fieldType.WithoutTrivia(), [SyntaxFactory.VariableDeclarator(name)]))
            .AddModifiers(SyntaxFactory.Token(SyntaxKind.PrivateKeyword), SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword))
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        var fields = type.Members.TakeWhile(static member => member is FieldDeclarationSyntax).Count();
        if (fields == 0)
        {
            // Before what was first, with an empty line between.
            var first = type.Members[0];
            var trivia = first.GetLeadingTrivia().Insert(0, SyntaxFactory.ElasticLineFeed);
            type = type.ReplaceNode(first, first.WithLeadingTrivia(trivia));
        }

        return type.WithMembers(type.Members.Insert(fields, field));
    }
}
