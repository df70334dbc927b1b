using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Resolution;

/// <summary>
/// MGEN008: makes a boot argument nullable, so that its absence is <c>null</c> in place of a default that no command line
/// can show. Offered where the type itself can be read from a command line.
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
            && model.GetDeclaredSymbol(parameter, cancellation) is { Type: { } type }
            && IsReadable(type, model.Compilation)
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
        parameter = parameter.WithType(
            SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia()));
        if (parameter.Default is not { } value)
        {
            return parameter;
        }

        var nothing = SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression).WithTriviaFrom(value.Value);
        return parameter.WithDefault(value.WithValue(nothing));
    }

    /// <summary>What <c>[Argument]</c> documents: text, switches, enumerations, and whatever parses itself.</summary>
    private static bool IsReadable(ITypeSymbol type, Compilation compilation) =>
        type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean
        || type.TypeKind == TypeKind.Enum
        || (type.IsValueType && compilation.GetTypeByMetadataName("System.IParsable`1") is { } parsable
            && type.AllInterfaces.Any(known => SymbolEqualityComparer.Default.Equals(known.OriginalDefinition, parsable)));
}
