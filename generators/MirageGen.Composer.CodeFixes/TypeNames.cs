using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace MirageGen.Composer.CodeFixes;

/// <summary>Names of types in new code: written in full, then shortened as far as the usings allow, which are added.</summary>
internal sealed class TypeNames
{
    private readonly SyntaxGenerator _generator;
    private readonly SemanticModel _model;
    private readonly int _position;

    /// <summary>Names for a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="model">Its model.</param>
    /// <param name="position">Where in it the names are to stand.</param>
    public TypeNames(Document document, SemanticModel model, int position)
    {
        _generator = SyntaxGenerator.GetGenerator(document);
        _model = model;
        _position = position;
    }

    /// <summary>The name of a type.</summary>
    public TypeSyntax Of(ITypeSymbol type)
    {
        var name = (TypeSyntax)_generator.TypeExpression(type);

        // Only where it is missing: the adder would leave a blank line behind for a using that is implicit.
        return IsInScope(type) ? name : name.WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);
    }

    /// <summary>The name of a type that the compilation may not know.</summary>
    /// <param name="fullName">With namespaces, <c>.</c> between all parts.</param>
    public TypeSyntax Of(string fullName) =>
        _model.Compilation.GetTypeByMetadataName(fullName) is { } type
            ? Of(type)
            : SyntaxFactory.ParseTypeName("global::" + fullName).WithAdditionalAnnotations(Simplifier.Annotation);

    private bool IsInScope(ITypeSymbol type) =>
        _model.LookupNamespacesAndTypes(_position, name: type.Name)
            .Any(found => SymbolEqualityComparer.Default.Equals(found, type.OriginalDefinition));
}
