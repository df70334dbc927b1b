using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;

namespace MirageGen.Composer.CodeFixes.Shape;

/// <summary>MGEN007: gives an appliance a <c>RunAsync</c>, or makes the one it has such as the composer can call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RunAsyncFix))]
[Shared]
public sealed class RunAsyncFix : NodeFix
{
    private const string RunAsync = "RunAsync";
    private const string TaskName = "System.Threading.Tasks.Task";
    private const string Add = "Add RunAsync";
    private const string MakePublic = "Make RunAsync public";
    private const string MakeInstance = "Make RunAsync an instance method";
    private const string ReturnTask = "Return Task from RunAsync";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.RunAsyncShape];

    private protected override ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type)
        {
            return new([]);
        }

        return new(Methods(type) switch
        {
            [] when !type.Modifiers.Any(SyntaxKind.StaticKeyword) => [Add],
            [var method] => [.. Faults(method)],
            _ => ImmutableArray<string>.Empty,
        });
    }

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var type = node.FirstAncestorOrSelf<ClassDeclarationSyntax>()!;
        var editor = await DocumentEditor.CreateAsync(document, cancellation);
        var names = new TypeNames(document, editor.SemanticModel, type.SpanStart);
        switch (title)
        {
            case Add:
                editor.ReplaceNode(type, AddMember(type, NewRunAsync(editor.Generator, names)));
                break;
            case MakePublic:
                editor.ReplaceNode(Methods(type)[0], ClassModifiers.MakePublic(Methods(type)[0]));
                break;
            case MakeInstance:
                editor.ReplaceNode(Methods(type)[0], ClassModifiers.Remove(Methods(type)[0], SyntaxKind.StaticKeyword));
                break;
            default:
                var returned = Methods(type)[0].ReturnType;
                editor.ReplaceNode(returned, names.Of(TaskName).WithTriviaFrom(returned));
                break;
        }

        return editor.GetChangedDocument();
    }

    private static ImmutableArray<MethodDeclarationSyntax> Methods(ClassDeclarationSyntax type) =>
        [.. type.Members.OfType<MethodDeclarationSyntax>().Where(static method => method.Identifier.ValueText == RunAsync)];

    private static ImmutableArray<string> Faults(MethodDeclarationSyntax method)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        if (!method.Modifiers.Any(SyntaxKind.PublicKeyword))
        {
            faults.Add(MakePublic);
        }

        if (method.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            faults.Add(MakeInstance);
        }

        if (method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            faults.Add(ReturnTask);
        }

        return faults.ToImmutable();
    }

    private static MemberDeclarationSyntax NewRunAsync(SyntaxGenerator generator, TypeNames names) =>
        (MemberDeclarationSyntax)generator.MethodDeclaration(
            RunAsync,
            [generator.ParameterDeclaration("stop", names.Of("System.Threading.CancellationToken"))],
            returnType: names.Of(TaskName),
            accessibility: Accessibility.Public,
            statements:
            [
                generator.ThrowStatement(generator.ObjectCreationExpression(names.Of("System.NotImplementedException"))),
            ]);

    private static ClassDeclarationSyntax AddMember(ClassDeclarationSyntax type, MemberDeclarationSyntax member)
    {
        if (type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            var end = type.SemicolonToken.TrailingTrivia;
            type = type
                .WithSemicolonToken(default)
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(end));
        }

        return type.AddMembers(member).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
