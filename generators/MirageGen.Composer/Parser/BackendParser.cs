using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads <c>[assembly: Backend]</c>.</summary>
internal static class BackendParser
{
    public static EquatableArray<BackendModel> ParseAll(IEnumerable<AttributeData> attributes, string assembly)
    {
        var backends = ImmutableArray.CreateBuilder<BackendModel>();
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass.Is(AttributeNames.CompositionNamespace, AttributeNames.Backend) &&
                attribute.Positional(0) is string target &&
                attribute.Positional(1) is INamedTypeSymbol { TypeKind: TypeKind.Class } machine)
            {
                backends.Add(new(target, machine.ToTypeName(), HasRun(machine), assembly, machine.IsNameable(fromAnywhere: true)));
            }
        }

        return backends.ToImmutable();
    }

    private static bool HasRun(INamedTypeSymbol machine) => machine.GetMembers("Run").OfType<IMethodSymbol>().Any(m =>
        m is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, Arity: 0, ReturnType.SpecialType: SpecialType.System_Int32 } &&
        m.Parameters.Length == 3 &&
        m.Parameters[0].Type.Is(AttributeNames.CompositionNamespace, "BootImage") &&
        m.Parameters[2].Type is INamedTypeSymbol { Name: "Func", Arity: 4 });
}
