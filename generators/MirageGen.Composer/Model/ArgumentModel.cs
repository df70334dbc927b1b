namespace MirageGen.Composer.Model;

/// <summary>A boot argument as a parameter declares it.</summary>
/// <param name="Name">Its name in kebab case, before a device's own name is put in front.</param>
/// <param name="Summary">One line for <c>--help</c>.</param>
/// <param name="Shape">How its text becomes a value.</param>
/// <param name="Element">The type that is parsed: of an array its element, of a nullable its value.</param>
/// <param name="IsPublic">Whether every assembly can name that type.</param>
/// <param name="IsValueType">Whether that is a value type.</param>
/// <param name="ValueName">What its value is, for <c>--help</c>.</param>
/// <param name="IsNullable">Whether null stands for its absence.</param>
/// <param name="Default">Its default; null when there is none.</param>
/// <param name="Range">The bounds of an integer; null for none.</param>
internal sealed record ArgumentModel(
    string Name,
    string Summary,
    ArgumentShape Shape,
    TypeName Element,
    bool IsPublic,
    bool IsValueType,
    string ValueName,
    bool IsNullable,
    DefaultValue? Default,
    IntegerRange? Range)
{
    /// <summary>Whether the image refuses to boot without it: no default, and nothing that stands for its absence.</summary>
    public bool IsRequired =>
        Default is null && !IsNullable && Shape is not (ArgumentShape.Switch or ArgumentShape.List or ArgumentShape.Choices);
}
