using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Outline;

/// <summary>
/// The attributes of a file by the names they are written with, so that only classes that may be marked for the composer
/// are bound. An alias, <c>using Part = MirageGen.DeviceAttribute;</c>, counts as a name too.
/// </summary>
/// <param name="Classes">Its classes that have attributes.</param>
/// <param name="AssemblyAttributes">The attributes of the assembly in it.</param>
/// <param name="Aliases">Its aliases for the composer's attributes.</param>
/// <param name="GlobalAliases">Those of its aliases that hold in every file.</param>
internal sealed record FileMarks(
    ImmutableArray<MarkedClass> Classes,
    ImmutableArray<string> AssemblyAttributes,
    ImmutableArray<string> Aliases,
    ImmutableArray<string> GlobalAliases)
{
    private const string Suffix = "Attribute";

    private static readonly ImmutableHashSet<string> Names = WithShortForms(
        AttributeNames.Unikernel, AttributeNames.Device, AttributeNames.Compose, AttributeNames.Use, AttributeNames.Backend);

    /// <summary>Reads them off a file's root.</summary>
    public static FileMarks Find(CSharpSyntaxNode root)
    {
        var classes = ImmutableArray.CreateBuilder<MarkedClass>();
        var aliases = new List<UsingDirectiveSyntax>();
        var unit = (CompilationUnitSyntax)root;
        aliases.AddRange(unit.Usings.Where(IsAlias));
        FindIn(unit.Members, classes, aliases);
        return new(
            classes.ToImmutable(),
            NamesOf(unit.AttributeLists),
            [.. aliases.Select(alias => alias.Alias!.Name.Identifier.ValueText)],
            [.. aliases.Where(IsGlobal).Select(alias => alias.Alias!.Name.Identifier.ValueText)]);
    }

    /// <summary>What may be marked for the composer.</summary>
    /// <param name="aliases">The aliases that hold in every file.</param>
    public MarkCandidates Candidates(ImmutableHashSet<string> aliases)
    {
        return new(
            [.. Classes.Where(marked => marked.Attributes.Any(MayMark)).Select(marked => marked.Position)],
            AssemblyAttributes.Any(MayMark));

        bool MayMark(string name) => Names.Contains(name) || Aliases.Contains(name) || aliases.Contains(name);
    }

    private static void FindIn(
        SyntaxList<MemberDeclarationSyntax> members,
        ImmutableArray<MarkedClass>.Builder classes,
        List<UsingDirectiveSyntax> aliases)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax @namespace:
                    aliases.AddRange(@namespace.Usings.Where(IsAlias));
                    FindIn(@namespace.Members, classes, aliases);
                    break;
                case TypeDeclarationSyntax type:
                    if (type.AttributeLists.Count > 0 && type is ClassDeclarationSyntax or RecordDeclarationSyntax)
                    {
                        classes.Add(new(type.Identifier.SpanStart, NamesOf(type.AttributeLists)));
                    }

                    FindIn(type.Members, classes, aliases);
                    break;
            }
        }
    }

    private static bool IsAlias(UsingDirectiveSyntax directive) =>
        directive is { Alias: not null, Name: { } name } && Names.Contains(SimpleName(name));

    private static bool IsGlobal(UsingDirectiveSyntax directive) => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);

    private static ImmutableArray<string> NamesOf(SyntaxList<AttributeListSyntax> lists) =>
        [.. lists.SelectMany(list => list.Attributes).Select(attribute => SimpleName(attribute.Name))];

    private static string SimpleName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };

    private static ImmutableHashSet<string> WithShortForms(params string[] names) =>
        [.. names, .. names.Select(name => name.Substring(0, name.Length - Suffix.Length))];
}
