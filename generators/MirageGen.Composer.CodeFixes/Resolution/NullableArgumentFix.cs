using System;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Resolution;

/// <summary>
/// MGEN008: makes a boot argument nullable whose default is outside its own <c>[Range]</c>: <c>int port = 0</c> meant
/// none, and <c>int? port = null</c> says so.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NullableArgumentFix))]
[Shared]
public sealed class NullableArgumentFix : NodeFix
{
    private const string Title = "Make the argument nullable";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.ArgumentType];

    private protected override async ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        return node.FirstAncestorOrSelf<ParameterSyntax>() is { Type: { } and not NullableTypeSyntax } parameter
            && model.GetDeclaredSymbol(parameter, cancellation) is { } symbol
            && HasDefaultOutsideItsRange(symbol)
            ? [Title]
            : [];
    }

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var parameter = node.FirstAncestorOrSelf<ParameterSyntax>()!;
        return document.WithSyntaxRoot(root.ReplaceNode(parameter, MakeNullable(parameter)));
    }

    private static ParameterSyntax MakeNullable(ParameterSyntax parameter)
    {
        var type = parameter.Type!;
        var value = parameter.Default!.Value;
        var nothing = SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression).WithTriviaFrom(value);
        return parameter
            .WithType(SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia()))
            .WithDefault(parameter.Default.WithValue(nothing));
    }

    private static bool HasDefaultOutsideItsRange(IParameterSymbol parameter) =>
        parameter.HasExplicitDefaultValue
        && parameter.ExplicitDefaultValue is sbyte or byte or short or ushort or int or uint or long
        && parameter.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass is
        {
            Name: "RangeAttribute",
            ContainingNamespace.Name: "DataAnnotations",
        }) is { ConstructorArguments: [{ Value: int minimum }, { Value: int maximum }] }
        && Convert.ToInt64(parameter.ExplicitDefaultValue, CultureInfo.InvariantCulture) is var value
        && (value < minimum || value > maximum);
}
