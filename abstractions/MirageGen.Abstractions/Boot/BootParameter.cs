namespace MirageGen.Composition;

/// <summary>
/// One boot argument of an image. No record: what that prints and compares by itself brings the names of all enumerations
/// into every image.
/// </summary>
/// <param name="name">Its name in kebab case, without dashes.</param>
/// <param name="kind">Whether it is a switch, a single value or a list.</param>
/// <param name="valueName">What its value is, for <c>--help</c> and errors: <c>number</c>, <c>address</c> ...; empty for a switch.</param>
/// <param name="summary">One line of explanation.</param>
/// <param name="default">The default as a person would type it; null when there is none.</param>
/// <param name="isRequired">Whether the image refuses to boot without it.</param>
public sealed class BootParameter(string name, BootParameterKind kind, string valueName, string summary, string? @default, bool isRequired)
{
    /// <summary>Its name in kebab case, without dashes.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is a switch, a single value or a list.</summary>
    public BootParameterKind Kind { get; } = kind;

    /// <summary>What its value is; empty for a switch.</summary>
    public string ValueName { get; } = valueName;

    /// <summary>One line of explanation.</summary>
    public string Summary { get; } = summary;

    /// <summary>The default as a person would type it; null when there is none.</summary>
    public string? Default { get; } = @default;

    /// <summary>Whether the image refuses to boot without it.</summary>
    public bool IsRequired { get; } = isRequired;
}
