using System.Linq;
using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Loop;

/// <summary>
/// Where code runs on the loop: in classes marked <c>[Unikernel]</c> or <c>[Device]</c> and in the classes within them;
/// and in the whole of a program whose backend starts it on the loop. Tests and libraries of devices hold other code too.
/// </summary>
internal sealed class LoopScope
{
    private readonly INamedTypeSymbol _unikernel;
    private readonly INamedTypeSymbol? _device;
    private readonly bool _isWholeProgram;

    private LoopScope(INamedTypeSymbol unikernel, INamedTypeSymbol? device, bool isWholeProgram)
    {
        _unikernel = unikernel;
        _device = device;
        _isWholeProgram = isWholeProgram;
    }

    /// <summary>The scope within a project; null where it does not know the framework.</summary>
    public static LoopScope? Of(Compilation compilation, bool startsOnLoop) =>
        compilation.GetTypeByMetadataName("MirageGen.UnikernelAttribute") is { } unikernel
            ? new(
                unikernel,
                compilation.GetTypeByMetadataName("MirageGen.DeviceAttribute"),
                startsOnLoop && compilation.Options.OutputKind == OutputKind.ConsoleApplication)
            : null;

    /// <summary>Whether a declaration's code runs on the loop.</summary>
    public bool Contains(ISymbol where)
    {
        if (_isWholeProgram)
        {
            return true;
        }

        for (var type = where as INamedTypeSymbol ?? where.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.GetAttributes().Any(IsMark))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMark(AttributeData attribute) =>
        SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _unikernel)
        || SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _device);
}
