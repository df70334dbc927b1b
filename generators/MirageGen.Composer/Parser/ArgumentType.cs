using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>The type of a boot argument, taken apart.</summary>
/// <param name="Shape">How its text becomes a value.</param>
/// <param name="Element">The type that is parsed.</param>
/// <param name="IsNullable">Whether it admits null.</param>
internal sealed record ArgumentType(ArgumentShape Shape, INamedTypeSymbol Element, bool IsNullable)
{
    /// <summary>Takes a type apart; null when it cannot be a boot argument.</summary>
    public static ArgumentType? Find(ITypeSymbol type)
    {
        var isNullable = type.NullableAnnotation == NullableAnnotation.Annotated;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return FindSingle(array.ElementType, isNullable) switch
            {
                _ when array.ElementType.NullableAnnotation == NullableAnnotation.Annotated => null,
                null => null,
                { Shape: ArgumentShape.Choice } choice => choice with { Shape = ArgumentShape.Choices },
                var value => value with { Shape = ArgumentShape.List },
            };
        }

        var isNullableValue = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return FindSingle(isNullableValue ? ((INamedTypeSymbol)type).TypeArguments[0] : type, isNullable);
    }

    private static ArgumentType? FindSingle(ITypeSymbol type, bool isNullable) => type switch
    {
        not INamedTypeSymbol => null,
        { SpecialType: SpecialType.System_Boolean } => new(ArgumentShape.Switch, (INamedTypeSymbol)type, isNullable),
        { TypeKind: TypeKind.Enum } => new(ArgumentShape.Choice, (INamedTypeSymbol)type, isNullable),
        _ when IsParsable(type) => new(ArgumentShape.Value, (INamedTypeSymbol)type, isNullable),
        _ => null,
    };

    private static bool IsParsable(ITypeSymbol type) => type.AllInterfaces.Any(implemented =>
        implemented is { Arity: 1 } && implemented.Is("System", "IParsable") &&
        SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type));
}
