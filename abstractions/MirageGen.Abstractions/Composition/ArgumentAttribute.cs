namespace MirageGen;

/// <summary>
/// Makes a constructor parameter a boot argument: <c>--port 8080</c> on a process's command line or on a domain's.
/// The parameter's own default value is the default; without one the argument is required unless it is nullable.
/// </summary>
/// <remarks>
/// The type may be <see cref="string"/>, <see cref="bool"/> (a switch), an enum, anything that is
/// <see cref="IParsable{TSelf}"/> (numbers, <see cref="IpAddress"/>, <see cref="IpEndpoint"/>, <see cref="TimeSpan"/>
/// as <c>500ms</c>, <c>10s</c> or <c>1.5h</c> ...), the nullable form of one of these, or an array of them (the argument may then be
/// repeated). A <c>[Range]</c> from <c>System.ComponentModel.DataAnnotations</c> on an integer is checked. The name is
/// the parameter's in kebab case; a device with a name of its own (see <see cref="DeviceNameAttribute"/>) other than
/// the default one gets it in front: <c>--public-interface</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentAttribute : Attribute
{
    /// <summary>Describes the argument.</summary>
    /// <param name="summary">One line for <c>--help</c>.</param>
    public ArgumentAttribute(string summary) => Summary = summary;

    /// <summary>One line for <c>--help</c>.</summary>
    public string Summary { get; }

    /// <summary>The argument's name without dashes, in place of the parameter's own.</summary>
    public string? Name { get; init; }
}
