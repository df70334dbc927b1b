using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads a <c>[Range]</c> on a boot argument.</summary>
internal static class ArgumentRange
{
    /// <summary>Reads the bounds; null when there is no <c>[Range]</c>, or a fault that says why it cannot be kept.</summary>
    public static IntegerRange? Parse(IParameterSymbol parameter, ArgumentType type, out string? fault)
    {
        fault = null;
        if (parameter.FindAttribute(AttributeNames.DataAnnotationsNamespace, AttributeNames.Range) is not { } attribute)
        {
            return null;
        }

        if (type.Shape != ArgumentShape.Value || !IsInteger(type.Element.SpecialType) ||
            attribute.Positional(0) is not int minimum || attribute.Positional(1) is not int maximum)
        {
            fault = "[Range] is checked for a single integer of at most 64 signed bits, between two int bounds";
            return null;
        }

        var range = new IntegerRange(
            attribute.Named("MinimumIsExclusive") is true ? minimum + 1L : minimum,
            attribute.Named("MaximumIsExclusive") is true ? maximum - 1L : maximum);
        fault = FindContradiction(parameter, range);
        return fault is null ? range : null;
    }

    private static string? FindContradiction(IParameterSymbol parameter, IntegerRange range)
    {
        if (range.Minimum > range.Maximum)
        {
            return $"its [Range] from {range.Minimum} to {range.Maximum} is empty";
        }

        if (!parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is not { } value)
        {
            return null;
        }

        var number = System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
        return number >= range.Minimum && number <= range.Maximum
            ? null
            : $"its default {number} is outside its [Range] from {range.Minimum} to {range.Maximum}";
    }

    private static bool IsInteger(SpecialType type) => type
        is SpecialType.System_SByte or SpecialType.System_Byte
        or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32
        or SpecialType.System_Int64;
}
