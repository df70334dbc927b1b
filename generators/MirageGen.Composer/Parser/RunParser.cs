using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Finds an appliance's <c>RunAsync</c>.</summary>
internal static class RunParser
{
    private const string RunName = "RunAsync";
    private const string Wanted = "it must be public Task or ValueTask, with an int result or none, and take a CancellationToken or nothing";

    /// <summary>Finds the method; a reason says why there is none that fits, and the symbol where to say it.</summary>
    public static RunShape Parse(INamedTypeSymbol type, out string? reason, out ISymbol symbol)
    {
        reason = null;
        symbol = type;
        var methods = FindAll(type);
        var fitting = methods.Where(Fits).OrderByDescending(m => m.Parameters.Length).FirstOrDefault();
        if (fitting is not null)
        {
            return new(fitting.Parameters.Length == 1, fitting.ReturnType is INamedTypeSymbol { Arity: 1 });
        }

        if (methods.Count == 0)
        {
            reason = "there is none; add 'public async Task RunAsync(CancellationToken stop)'";
        }
        else
        {
            symbol = methods[0];
            reason = Wanted;
        }

        return default;
    }

    private static List<IMethodSymbol> FindAll(INamedTypeSymbol type)
    {
        var methods = new List<IMethodSymbol>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            methods.AddRange(t.GetMembers(RunName).OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary));
        }

        return methods;
    }

    private static bool Fits(IMethodSymbol method) =>
        method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, Arity: 0 } &&
        TakesStopOrNothing(method) && ReturnsTask(method.ReturnType);

    private static bool TakesStopOrNothing(IMethodSymbol method) =>
        method.Parameters.Length == 0 ||
        (method.Parameters.Length == 1 && method.Parameters[0].RefKind == RefKind.None &&
            method.Parameters[0].Type.Is("System.Threading", "CancellationToken"));

    private static bool ReturnsTask(ITypeSymbol type) =>
        (type.Is("System.Threading.Tasks", "Task") || type.Is("System.Threading.Tasks", "ValueTask")) &&
        type is INamedTypeSymbol { Arity: 0 } or INamedTypeSymbol { Arity: 1, TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] };
}
