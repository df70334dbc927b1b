namespace MirageGen.Composition;

/// <summary>One boot argument of an image.</summary>
/// <param name="Name">Its name in kebab case, without dashes.</param>
/// <param name="Kind">Whether it is a switch, a single value or a list.</param>
/// <param name="ValueName">What its value is, for <c>--help</c> and errors: <c>number</c>, <c>address</c> ...; empty for a switch.</param>
/// <param name="Summary">One line of explanation.</param>
/// <param name="Default">The default as a person would type it; null when there is none.</param>
/// <param name="IsRequired">Whether the image refuses to boot without it.</param>
public sealed record BootParameter(
    string Name,
    BootParameterKind Kind,
    string ValueName,
    string Summary,
    string? Default,
    bool IsRequired);
