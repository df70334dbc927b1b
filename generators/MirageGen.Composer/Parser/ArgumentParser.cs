using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads a parameter marked <c>[Argument]</c>.</summary>
internal static class ArgumentParser
{
    private const string OwnName = "help";

    public static ParameterRole Parse(IParameterSymbol parameter, AttributeData mark)
    {
        var name = mark.Named("Name") as string ?? KebabCase.From(parameter.Name);
        if (FindNameFault(name) is { } nameFault)
        {
            return Unfit(parameter, nameFault);
        }

        if (ArgumentType.Find(parameter.Type) is not { } type)
        {
            return Unfit(
                parameter,
                $"a value of type '{parameter.Type.ToTypeName().Display}' cannot be read from text; " +
                "it may be string, bool, an enum, an IParsable<T> of itself, the nullable form of one of these, or an array of them");
        }

        var defaultValue = ArgumentDefault.Find(parameter, type);
        var isNullable = type.IsNullable || defaultValue is { IsNull: true };
        var range = ArgumentRange.Parse(parameter, type, out var rangeFault);
        if (rangeFault is not null)
        {
            return Unfit(parameter, rangeFault);
        }

        if (type.Shape is ArgumentShape.List or ArgumentShape.Choices && defaultValue is null && type.IsNullable)
        {
            defaultValue = DefaultValue.Null;
        }

        return new ParameterRole.Argument(new(
            name,
            OneLine(mark.Positional(0) as string),
            type.Shape,
            type.Element.ToTypeName(),
            type.Element.IsNameable(fromAnywhere: true),
            type.Element.IsValueType,
            ArgumentValueName.Of(type),
            isNullable,
            defaultValue,
            range));
    }

    private static string? FindNameFault(string name)
    {
        if (name == OwnName)
        {
            return "'--help' is the image's own";
        }

        var isPlain = name.Length > 0 && name[0] != '-' &&
            name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.');
        return isPlain
            ? null
            : $"'{name}' cannot be typed after --; give it a Name of letters, digits and dashes";
    }

    private static string OneLine(string? summary) =>
        summary is null ? string.Empty : string.Join(" ", summary.Split('\r', '\n').Select(line => line.Trim())).Trim();

    private static ParameterRole.Unfit Unfit(IParameterSymbol parameter, string reason) =>
        new(Faults.ArgumentUnsupported(parameter.Name, parameter.ContainingType.Name, reason));
}
