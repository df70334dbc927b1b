using System;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.CodeFixes.Constructors;

namespace MirageGen.Composer.CodeFixes.OperatingSystem;

/// <summary>
/// MGEN101: asks for the signature in the constructor of the appliance or device, one action for each that would do; and
/// calls it in place of the operating system where the same call can be made of it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskForSignatureFix))]
[Shared]
public sealed class AskForSignatureFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.NeedsOperatingSystem];

    private protected override async ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var titles = ImmutableArray.CreateBuilder<string>();
        foreach (var signature in Signatures(diagnostic, model, node, cancellation))
        {
            var names = new TypeNames(document, model, node.SpanStart);
            var request = DeviceRequest.Find(names, model, node, signature, cancellation);

            // Where it is in scope already, only the same call remains to be offered.
            if (request is not null
                && (!request.IsInScope || await SameCallAsync(document, model, node, request, cancellation) is not null))
            {
                titles.Add(TitleOf(signature));
            }
        }

        return titles.ToImmutable();
    }

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var signature = Signatures(diagnostic, model, node, cancellation).First(candidate => TitleOf(candidate) == title);
        var names = new TypeNames(document, model, node.SpanStart);
        var request = DeviceRequest.Find(names, model, node, signature, cancellation)!;
        if (await SameCallAsync(document, model, node, request, cancellation) is { } same)
        {
            return same;
        }

        var place = new SyntaxAnnotation();
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        root = root.ReplaceNode(node, node.WithAdditionalAnnotations(place));
        return document.WithSyntaxRoot(request.Apply(root, place));
    }

    /// <summary>
    /// <c>Console.WriteLine(text)</c> as <c>console.WriteLine(text)</c>; null unless that compiles and gives the same type.
    /// </summary>
    private static async Task<Document?> SameCallAsync(
        Document document, SemanticModel model, SyntaxNode node, DeviceRequest request, CancellationToken cancellation)
    {
        if (node is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { IsStatic: true } before)
        {
            return null;
        }

        var place = new SyntaxAnnotation();
        var device = SyntaxFactory.IdentifierName(request.Expression).WithTriviaFrom(access.Expression);
        var same = call.WithExpression(access.WithExpression(device)).WithAdditionalAnnotations(place);
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var changed = document.WithSyntaxRoot(request.Apply(root.ReplaceNode(call, same), place));

        var changedRoot = (await changed.GetSyntaxRootAsync(cancellation))!;
        var changedModel = (await changed.GetSemanticModelAsync(cancellation))!;
        var changedCall = changedRoot.GetAnnotatedNodes(place).Single();
        return changedModel.GetSymbolInfo(changedCall, cancellation).Symbol is IMethodSymbol after
            && after.ReturnType.ToDisplayString() == before.ReturnType.ToDisplayString()
            ? changed
            : null;
    }

    private static ImmutableArray<INamedTypeSymbol> Signatures(
        Diagnostic diagnostic, SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(FixIds.SignaturesProperty, out var names) || names is null)
        {
            return [];
        }

        // ILogger<T> is asked for with the name of whoever logs.
        var asker = node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is { } type
            ? model.GetDeclaredSymbol(type, cancellation)
            : null;
        return
        [
            .. from name in names.Split([';'], StringSplitOptions.RemoveEmptyEntries)
               let signature = model.Compilation.GetTypeByMetadataName(name)
               where signature is not null && (!signature.IsGenericType || asker is not null)
               select signature.IsGenericType ? signature.Construct(asker!) : signature,
        ];
    }

    private static string TitleOf(INamedTypeSymbol signature) =>
        $"Ask for {signature.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}";
}
