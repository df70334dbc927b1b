using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Finds the one way to instantiate an appliance or a device.</summary>
internal static class ConstructionParser
{
    private const string ConnectName = "ConnectAsync";

    /// <summary>Says what keeps the class from being named and instantiated; null when nothing does.</summary>
    public static ShapeFault? FindShapeFault(INamedTypeSymbol type) => type switch
    {
        { IsStatic: true } => new("it is static", "static"),
        { IsAbstract: true } => new("it is abstract", "abstract"),
        _ when type.IsGenericAnywhere() => new("it is generic, and nothing says for which types to construct it"),
        { IsFileLocal: true } => new("it is local to its file, and the composed code is in another"),
        _ when !type.IsNameable() => new(
            "the composed code cannot name it; make it, and every class around it, public or internal", "accessibility"),
        _ => null,
    };

    /// <summary>Finds the public constructor.</summary>
    public static IMethodSymbol? FindConstructor(INamedTypeSymbol type, out ShapeFault? fault)
    {
        var constructors = type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public).ToArray();
        var reason = constructors.Length switch
        {
            0 => "it has no public constructor",
            1 => FindRequiredMember(type, constructors[0]) is { } member
                ? $"its required member '{member}' is set by nobody; make it a constructor parameter"
                : null,
            var count => $"it has {count} public constructors; leave the one that the composer shall call",
        };
        fault = reason is null ? null : new(reason);
        return reason is null ? constructors[0] : null;
    }

    /// <summary>Finds the static <c>ConnectAsync</c>, which is preferred over a constructor where there is one.</summary>
    public static IMethodSymbol? FindConnect(INamedTypeSymbol type, out ShapeFault? fault)
    {
        var factories = type.GetMembers(ConnectName).OfType<IMethodSymbol>()
            .Where(m => m.IsStatic && m.DeclaredAccessibility == Accessibility.Public).ToArray();
        var reason = factories.Length switch
        {
            0 => null,
            > 1 => $"it has {factories.Length} public static methods {ConnectName}; leave the one that the composer shall call",
            _ when factories[0].Arity > 0 => $"its {ConnectName} is generic",
            _ when !ReturnsTaskOf(factories[0], type) =>
                $"its {ConnectName} must return Task<{type.Name}> or ValueTask<{type.Name}>",
            _ => null,
        };
        fault = reason is null ? null : new(reason);
        return reason is null ? factories.FirstOrDefault() : null;
    }

    private static bool ReturnsTaskOf(IMethodSymbol method, INamedTypeSymbol type) =>
        method.ReturnType is INamedTypeSymbol { Arity: 1 } task &&
        (task.Is("System.Threading.Tasks", "Task") || task.Is("System.Threading.Tasks", "ValueTask")) &&
        SymbolEqualityComparer.Default.Equals(task.TypeArguments[0], type);

    private static string? FindRequiredMember(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        if (constructor.FindAttribute("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null)
        {
            return null;
        }

        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
                {
                    return member.Name;
                }
            }
        }

        return null;
    }
}
