using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Writes a parameter's default value as C# and as a person would type it.</summary>
internal static class ArgumentDefault
{
    public static DefaultValue? Find(IParameterSymbol parameter, ArgumentType type)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        return parameter.ExplicitDefaultValue switch
        {
            null when parameter.Type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated } =>
                DefaultValue.ForgivenNull,
            null when parameter.Type.IsReferenceType || IsNullableValue(parameter.Type) => DefaultValue.Null,
            null => new("default", null),
            var value when type.Element.TypeKind == TypeKind.Enum => OfEnum(type.Element, value),
            var value => OfPrimitive(value),
        };
    }

    private static bool IsNullableValue(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static DefaultValue OfEnum(INamedTypeSymbol type, object value)
    {
        var qualified = type.ToTypeName().Qualified;
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value));
        return member is null
            ? new($"({qualified})({Literal(value)})", null)
            : new($"{qualified}.{SymbolReading.EscapeKeyword(member.Name)}", member.Name.ToLowerInvariant());
    }

    private static DefaultValue OfPrimitive(object value) => value switch
    {
        string text => new(Literal(text), text),
        bool flag => flag ? new("true", "true") : new("false", "false"),
        float.NaN => new("float.NaN", "NaN"),
        float.PositiveInfinity => new("float.PositiveInfinity", "Infinity"),
        float.NegativeInfinity => new("float.NegativeInfinity", "-Infinity"),
        double.NaN => new("double.NaN", "NaN"),
        double.PositiveInfinity => new("double.PositiveInfinity", "Infinity"),
        double.NegativeInfinity => new("double.NegativeInfinity", "-Infinity"),
        float => new(Literal(value) + "f", Invariant(value)),
        double => new(WithPoint(Literal(value)), Invariant(value)),
        decimal => new(Literal(value) + "m", Invariant(value)),
        _ => new(Literal(value), Invariant(value)),
    };

    private static string Literal(object value) => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!;

    /// <summary>A number that reads as a double, and not as an integer.</summary>
    private static string WithPoint(string number) => number.IndexOfAny(['.', 'E']) >= 0 ? number : number + ".0";

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
