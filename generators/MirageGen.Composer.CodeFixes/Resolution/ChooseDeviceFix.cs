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
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace MirageGen.Composer.CodeFixes.Resolution;

/// <summary>
/// MGEN002: chooses among the devices that would do; one action for each. By <c>[Use]</c> on the parameter, or on the
/// assembly where the choice is that of a device which the parameter's device asks for.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChooseDeviceFix))]
[Shared]
public sealed class ChooseDeviceFix : NodeFix
{
    private const string GlobalPrefix = "global::";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.AmbiguousDevice];

    private protected override ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation) =>
        new(node.FirstAncestorOrSelf<ParameterSyntax>() is null ? [] : [.. Candidates(diagnostic).Select(TitleOf)]);

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var parameter = node.FirstAncestorOrSelf<ParameterSyntax>()!;
        var device = Candidates(diagnostic).First(candidate => TitleOf(candidate) == title);
        var root = (CompilationUnitSyntax)(await document.GetSyntaxRootAsync(cancellation))!;
        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var names = new TypeNames(document, model, parameter.SpanStart);
        return document.WithSyntaxRoot(SignatureBelow(diagnostic) is { } signature
            ? Choose(root, names.Of(signature), names.Of(device))
            : root.ReplaceNode(parameter, Choose(parameter, names.Of(device))));
    }

    private static CompilationUnitSyntax Choose(CompilationUnitSyntax root, TypeSyntax signature, TypeSyntax device)
    {
        var lineEnd = root.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        lineEnd = lineEnd == default ? SyntaxFactory.LineFeed : lineEnd;
        var list = SyntaxFactory.AttributeList([Use(signature, device)])
            .WithTarget(SyntaxFactory.AttributeTargetSpecifier(SyntaxFactory.Token(SyntaxKind.AssemblyKeyword)))
            .WithTrailingTrivia(lineEnd)
            .WithAdditionalAnnotations(Formatter.Annotation);

        // An empty line stands between the attribute and what follows.
        if (root.Members.FirstOrDefault() is { } first && !first.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia))
        {
            root = root.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().Insert(0, lineEnd)));
        }

        return root.WithAttributeLists(root.AttributeLists.Add(list));
    }

    private static ParameterSyntax Choose(ParameterSyntax parameter, TypeSyntax device)
    {
        var use = Use(device);
        if (parameter.AttributeLists.LastOrDefault() is { Target: null } last)
        {
            return parameter.ReplaceNode(last, last.AddAttributes(use));
        }

        var list = SyntaxFactory.AttributeList([use]).WithTrailingTrivia(SyntaxFactory.Space);
        return parameter.WithoutLeadingTrivia().AddAttributeLists(list).WithLeadingTrivia(parameter.GetLeadingTrivia());
    }

    private static AttributeSyntax Use(params TypeSyntax[] types) =>
        SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::MirageGen.UseAttribute"))
            .AddArgumentListArguments(
                [.. types.Select(static type => SyntaxFactory.AttributeArgument(SyntaxFactory.TypeOfExpression(type)))])
            .WithAdditionalAnnotations(Simplifier.Annotation);

    private static string? SignatureBelow(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(FixIds.SignatureProperty, out var name) ? name : null;

    private static ImmutableArray<string> Candidates(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(FixIds.CandidatesProperty, out var names) && names is not null
            ? [.. names.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(WithoutGlobal)]
            : [];

    private static string WithoutGlobal(string name) =>
        name.StartsWith(GlobalPrefix, StringComparison.Ordinal) ? name.Substring(GlobalPrefix.Length) : name;

    private static string TitleOf(string candidate) => $"Use {candidate}";
}
