using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MirageGen.Composer.CodeFixes.Shape;

/// <summary>MGEN006 and MGEN012: makes the class of an appliance or a device one that can be constructed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClassShapeFix))]
[Shared]
public sealed class ClassShapeFix : NodeFix
{
    private const string MakePublic = "Make the class public";
    private const string MakeConcrete = "Make the class concrete";
    private const string MakeOrdinary = "Make the class no longer static";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [FixIds.ApplianceShape, FixIds.DeviceShape];

    private protected override ValueTask<ImmutableArray<string>> OfferAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type
            || !diagnostic.Properties.TryGetValue(FixIds.CauseProperty, out var cause))
        {
            return new([]);
        }

        return new(cause switch
        {
            FixIds.AccessibilityCause => [MakePublic],
            FixIds.AbstractCause when !HasMember(type, SyntaxKind.AbstractKeyword) => [MakeConcrete],
            FixIds.StaticCause => [MakeOrdinary],
            _ => ImmutableArray<string>.Empty,
        });
    }

    private protected override async Task<Document> FixAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, string title, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation))!;
        var type = node.FirstAncestorOrSelf<ClassDeclarationSyntax>()!;
        return document.WithSyntaxRoot(title switch
        {
            MakePublic => root.ReplaceNodes(
                type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>(),
                static (_, rewritten) => ClassModifiers.MakePublic(rewritten)),
            MakeConcrete => root.ReplaceNode(type, Concrete(type)),
            _ => root.ReplaceNode(type, ClassModifiers.Remove(type, SyntaxKind.StaticKeyword)),
        });
    }

    /// <summary>Sealed as is usual for an appliance, unless it has members for a derived class to override.</summary>
    private static ClassDeclarationSyntax Concrete(ClassDeclarationSyntax type) =>
        HasMember(type, SyntaxKind.VirtualKeyword)
            ? ClassModifiers.Remove(type, SyntaxKind.AbstractKeyword)
            : ClassModifiers.Replace(type, SyntaxKind.AbstractKeyword, SyntaxKind.SealedKeyword);

    private static bool HasMember(ClassDeclarationSyntax type, SyntaxKind modifier) =>
        type.Members.Any(member => member.Modifiers.Any(modifier));
}
