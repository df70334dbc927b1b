using MirageGen.Composer.Model;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer.Emitter;

/// <summary>Writes how boot arguments are declared, read, and taken as parameters.</summary>
internal sealed class ArgumentWriter(NameTable names)
{
    private const string RunTime = "MirageGen.Composition";

    /// <summary>Its <c>BootParameter</c>.</summary>
    public string Declare(PlannedArgument planned)
    {
        var argument = planned.Argument;
        var kind = argument.Shape switch
        {
            ArgumentShape.Switch => "Switch",
            ArgumentShape.List or ArgumentShape.Choices => "List",
            _ => "Value",
        };
        return "new" + Layout.List(
            [
                Literal.Text(planned.Name),
                $"{names.Import(RunTime, "BootParameterKind")}.{kind}",
                Literal.Text(argument.ValueName),
                Literal.Text(argument.Summary),
                Literal.Text(argument.Default?.Text),
                $"isRequired: {Literal.Flag(argument.IsRequired)}",
            ],
            Layout.LongestLine);
    }

    /// <summary>The expression that reads it.</summary>
    public string Read(PlannedArgument planned)
    {
        var argument = planned.Argument;
        var name = Literal.Text(planned.Name);
        var type = names.Of(argument.Element);
        return argument switch
        {
            { Shape: ArgumentShape.List } => OrNull(argument, name, $"arguments.List<{type}>({name})", null),
            { Shape: ArgumentShape.Choices } => OrNull(argument, name, $"arguments.Choices<{type}>({name})", null),
            { Shape: ArgumentShape.Switch } => OrNull(argument, name, $"arguments.Switch({name}, {Fallback(argument) ?? "false"})", "bool"),
            { Shape: ArgumentShape.Choice } => OrNull(argument, name, $"arguments.Choice<{type}>({name}, {Fallback(argument) ?? "null"})", type),
            { Range: not null } => OrNull(argument, name, ReadInRange(argument, name, type), type),
            _ => ReadValue(argument, name, type),
        };
    }

    /// <summary>Its type in a parameter list.</summary>
    public string ParameterType(ArgumentModel argument)
    {
        var isList = argument.Shape is ArgumentShape.List or ArgumentShape.Choices;
        var isNullable = argument.Default?.Code != DefaultValue.ForgivenNull.Code && (argument.IsNullable || isList);
        return names.Of(argument.Element) + (isList ? "[]" : string.Empty) + (isNullable ? "?" : string.Empty);
    }

    /// <summary>Its default in a parameter list; null when it must be given.</summary>
    public string? ParameterDefault(ArgumentModel argument) => argument switch
    {
        { IsRequired: true } => null,
        { Default: { IsNull: true } value } => value.Code,
        _ => Fallback(argument) ?? (argument.Shape == ArgumentShape.Switch && !argument.IsNullable ? "false" : "null"),
    };

    /// <summary>The value that a parameter of <see cref="ParameterType"/> stands for.</summary>
    public static string Pass(PlannedArgument planned) =>
        planned.Argument is { Shape: ArgumentShape.List or ArgumentShape.Choices, Default: null }
            ? Literal.Name(planned.Local) + " ?? []"
            : Literal.Name(planned.Local);

    private string ReadInRange(ArgumentModel argument, string name, string type)
    {
        var value = Fallback(argument) is { } fallback ? ReadOr(argument, name, type, fallback) : $"arguments.Required<{type}>({name})";
        var cast = argument.Element.Qualified == "long" ? string.Empty : $"({type})";
        return $"{cast}{names.Import(RunTime, "BootArguments")}.InRange({name}, {value}, {argument.Range!.Minimum}, {argument.Range.Maximum})";
    }

    private string ReadValue(ArgumentModel argument, string name, string type) => argument switch
    {
        _ when Fallback(argument) is { } fallback => ReadOr(argument, name, type, fallback),
        { IsNullable: true, IsValueType: true } => $"arguments.Optional<{type}>({name})",
        _ => OrNull(argument, name, $"arguments.Required<{type}>({name})", null),
    };

    /// <summary>Reads a value that has a default, whose type says which it is where it can.</summary>
    private static string ReadOr(ArgumentModel argument, string name, string type, string fallback) =>
        argument.Element.Qualified is "int" or "string" or "char" or "double" or "float" or "decimal"
            ? $"arguments.Value({name}, {fallback})"
            : $"arguments.Value<{type}>({name}, {fallback})";

    /// <summary>Reads only what was given, where null stands for absence.</summary>
    private static string OrNull(ArgumentModel argument, string name, string read, string? valueType)
    {
        var isOptional = argument.Default is { IsNull: true } || (argument.Default is null && argument.IsNullable);
        var absent = argument.Default?.Code ?? "null";
        return isOptional
            ? Layout.Choice($"arguments.IsGiven({name})", read, valueType is null ? absent : $"({valueType}?){absent}")
            : read;
    }

    /// <summary>A default that is not null, with an enumeration's name as the file writes it.</summary>
    private string? Fallback(ArgumentModel argument)
    {
        if (argument.Default is not { IsNull: false, Code: var code })
        {
            return null;
        }

        var qualified = argument.Element.Qualified;
        return argument.Shape == ArgumentShape.Choice ? code.Replace(qualified, names.Of(argument.Element)) : code;
    }
}
