using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads names and attributes off symbols, without looking types up by name in the compilation.</summary>
internal static class SymbolReading
{
    public static TypeName ToTypeName(this ITypeSymbol type)
    {
        var qualified = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var isAliasable = type is INamedTypeSymbol { Arity: 0 } && qualified.StartsWith("global::", StringComparison.Ordinal) &&
            qualified.IndexOf('<') < 0;
        return new(qualified, isAliasable ? EscapeKeyword(type.Name) : null);
    }

    public static string EscapeKeyword(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    public static bool Is(this ITypeSymbol? type, string @namespace, string name) =>
        type is not null && type.Name == name && type.ContainingType is null && type.ContainingNamespace.IsNamed(@namespace);

    public static AttributeData? FindAttribute(this ISymbol symbol, string @namespace, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(@namespace, name))
            {
                return attribute;
            }
        }

        return null;
    }

    public static object? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    public static object? Positional(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length &&
        attribute.ConstructorArguments[index] is { Kind: not TypedConstantKind.Array } argument
            ? argument.Value
            : null;

    /// <summary>Whether a value of the class can be handed over where the signature is asked for.</summary>
    public static bool Implements(this INamedTypeSymbol type, ITypeSymbol signature)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, signature))
            {
                return true;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(implemented, signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether code of the same assembly, or of any when asked so, can name the type.</summary>
    public static bool IsNameable(this INamedTypeSymbol type, bool fromAnywhere = false)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            var isNameable = t.DeclaredAccessibility == Accessibility.Public ||
                (!fromAnywhere && t.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal);
            if (!isNameable || t.IsFileLocal)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsGenericAnywhere(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.Arity > 0)
            {
                return true;
            }
        }

        return false;
    }

    public static Disposal ReadDisposal(this INamedTypeSymbol type)
    {
        var disposal = Disposal.None;
        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.Is("System", "IAsyncDisposable"))
            {
                return Disposal.Asynchronous;
            }

            if (implemented.SpecialType == SpecialType.System_IDisposable)
            {
                disposal = Disposal.Synchronous;
            }
        }

        return disposal;
    }

    private static bool IsNamed(this INamespaceSymbol? @namespace, string dotted)
    {
        var end = dotted.Length;
        while (@namespace is { IsGlobalNamespace: false })
        {
            var name = @namespace.Name;
            var start = end - name.Length;
            if (start < 0 || string.CompareOrdinal(dotted, start, name, 0, name.Length) != 0)
            {
                return false;
            }

            if (start == 0)
            {
                return @namespace.ContainingNamespace.IsGlobalNamespace;
            }

            if (dotted[start - 1] != '.')
            {
                return false;
            }

            end = start - 1;
            @namespace = @namespace.ContainingNamespace;
        }

        return false;
    }
}
