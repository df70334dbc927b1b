using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MirageGen.Composer.CodeFixes.Constructors;

/// <summary>What appliances call the devices they ask for.</summary>
internal static class ParameterNames
{
    private static readonly Dictionary<string, string> Usual = new()
    {
        ["HttpClient"] = "http",
        ["HttpServer"] = "http",
        ["IKeyValueReader"] = "store",
        ["IKeyValueStore"] = "store",
        ["ILogger"] = "log",
        ["INameResolver"] = "resolver",
        ["INetworkStack"] = "stack",
        ["TimeProvider"] = "clock",
    };

    /// <summary>A name for a parameter of a type that nothing within a class bears, nor the field of that name.</summary>
    public static string For(ITypeSymbol type, SyntaxNode within)
    {
        var taken = new HashSet<string>(
            from token in within.DescendantTokens() where token.IsKind(SyntaxKind.IdentifierToken) select token.ValueText);
        var usual = Usual.TryGetValue(type.Name, out var name) ? name : CamelCase(type.Name);
        name = usual;
        for (var number = 2; taken.Contains(name) || taken.Contains(FieldFor(name)); number++)
        {
            name = usual + number;
        }

        return name;
    }

    /// <summary>The field that keeps a parameter.</summary>
    public static string FieldFor(string parameter) => "_" + parameter;

    private static string CamelCase(string type)
    {
        var start = type.Length > 1 && type[0] == 'I' && char.IsUpper(type[1]) ? 1 : 0;
        return char.ToLowerInvariant(type[start]) + type.Substring(start + 1);
    }
}
