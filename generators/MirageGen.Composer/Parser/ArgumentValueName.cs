using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Says in a word what the value of a boot argument is, for <c>--help</c> and for errors.</summary>
internal static class ArgumentValueName
{
    public static string Of(ArgumentType type) => type switch
    {
        { Shape: ArgumentShape.Switch } => string.Empty,
        { Shape: ArgumentShape.Choice or ArgumentShape.Choices } => OfEnum(type.Element),
        { Element.SpecialType: SpecialType.System_String } => "text",
        { Element.SpecialType: SpecialType.System_Char } => "character",
        { Element.SpecialType: SpecialType.System_Boolean } => "true|false",
        { Element.SpecialType: SpecialType.System_DateTime } => "time",
        { Element.SpecialType: not SpecialType.None } => "number",
        _ when type.Element.Is("System", "TimeSpan") => "duration",
        _ when type.Element.AllInterfaces.Any(i => i.Is("System.Numerics", "INumberBase")) => "number",
        _ => LastWord(KebabCase.From(type.Element.Name)),
    };

    private static string OfEnum(INamedTypeSymbol type) =>
        string.Join("|", type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).Select(f => f.Name.ToLowerInvariant()));

    /// <summary>Of <c>IpAddress</c> the <c>address</c>: what kind of value, not which type.</summary>
    private static string LastWord(string kebab) => kebab.Substring(kebab.LastIndexOf('-') + 1);
}
