using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Emitter;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads a partial class marked <c>[Compose]</c>.</summary>
internal static class CompositionParser
{
    private static readonly SymbolDisplayFormat NamespaceFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static Parsed<CompositionModel> Parse(INamedTypeSymbol type, AttributeData attribute, Compilation compilation)
    {
        var messages = new List<PlacedMessage>();
        var attributePlace = SourceLocation.From(attribute.ApplicationSyntaxReference);
        var appliance = attribute.Positional(0) as INamedTypeSymbol;
        var isKnown = appliance is { TypeKind: not TypeKind.Error };
        if (FindShapeFault(type) is { } shape)
        {
            messages.Add(new(Faults.CompositionWrong(type.Name, shape), SourceLocation.Of(type)));
        }
        else if (isKnown && appliance!.FindAttribute(AttributeNames.UserNamespace, AttributeNames.Unikernel) is null)
        {
            var reason = "[Compose] must name a class that is marked [Unikernel]";
            messages.Add(new(Faults.CompositionWrong(type.Name, reason), attributePlace));
        }

        var parsed = isKnown && messages.Count == 0 ? ApplianceParser.Parse(appliance!) : null;
        if (parsed is { Model.IsBroken: true } && !IsSameAssembly(appliance!, type))
        {
            var reason = "its appliance is not right: " + Rules.Format(parsed.Messages[0].Fault);
            messages.Add(new(Faults.CompositionWrong(type.Name, reason), attributePlace));
        }

        var model = new CompositionModel(
            type.ToTypeName(),
            SymbolReading.EscapeKeyword(type.Name),
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(NamespaceFormat),
            FindContainers(type),
            type.IsRecord ? "record" : "class",
            type.IsNameable(fromAnywhere: true),
            FindMemberNames(type),
            FindNamesAround(type),
            FindNamesBeside(type, compilation),
            parsed?.Model,
            IsBroken: parsed is not { Model.IsBroken: false });
        var place = new AnchorPlace(Anchor.At(model.Type), attributePlace);
        return new(model, messages.ToEquatableArray(), [place]);
    }

    private static bool IsSameAssembly(INamedTypeSymbol one, INamedTypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, other.ContainingAssembly);

    private static string? FindShapeFault(INamedTypeSymbol type)
    {
        if (!IsPartial(type))
        {
            return "it must be partial, so that the composer can complete it";
        }

        if (type is { IsStatic: true } or { IsAbstract: true } || type.IsGenericAnywhere() || type.IsFileLocal)
        {
            return "it must be neither static, abstract, generic nor local to its file";
        }

        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            if (!IsPartial(container))
            {
                return $"'{container.Name}', which it is nested in, must be partial too";
            }
        }

        if (type.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared && !ComposedCode.Declares(c)))
        {
            return "it must not declare a constructor; StartAsync creates it";
        }

        var clash = CompositionMembers.OwnMembers.FirstOrDefault(name => type.GetMembers(name).Any(m => !ComposedCode.Declares(m)));
        return clash is null ? null : $"it already has a member '{clash}', which the composer writes";
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference =>
        !ComposedCode.IsIn(reference.SyntaxTree) && reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static EquatableArray<string> FindContainers(INamedTypeSymbol type)
    {
        var headers = ImmutableArray.CreateBuilder<string>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            headers.Insert(0, $"partial {Keyword(container)} {SymbolReading.EscapeKeyword(container.Name)}");
        }

        return headers.ToImmutable();
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static EquatableArray<string> FindMemberNames(INamedTypeSymbol type)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal) { type.Name };
        for (INamedTypeSymbol? t = type; t is { SpecialType: not SpecialType.System_Object }; t = t.BaseType)
        {
            names.UnionWith(t.GetMembers().Where(m => !ComposedCode.Declares(m)).Select(m => m.Name));
        }

        return names.ToEquatableArray();
    }

    private static EquatableArray<string> FindNamesAround(INamedTypeSymbol type)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            names.UnionWith(FindMemberNames(container));
        }

        return names.ToEquatableArray();
    }

    private static EquatableArray<string> FindNamesBeside(INamedTypeSymbol type, Compilation compilation)
    {
        var home = compilation.GetCompilationNamespace(type.ContainingNamespace);
        return home is null ? [] : new SortedSet<string>(home.GetMembers().Select(m => m.Name), StringComparer.Ordinal).ToEquatableArray();
    }
}
