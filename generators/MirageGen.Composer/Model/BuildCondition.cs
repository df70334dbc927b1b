using System;

namespace MirageGen.Composer.Model;

/// <summary>A device's <c>When</c>: a build property and the value it must have, in any case as MSBuild compares.</summary>
internal sealed record BuildCondition(string Property, string Value)
{
    public override string ToString() => $"{Property}={Value}";

    /// <summary>Reads <c>Property=value</c>; null when it is not of that form.</summary>
    public static BuildCondition? Parse(string text)
    {
        var equals = text.IndexOf('=');
        var property = equals < 0 ? string.Empty : text.Substring(0, equals).Trim();
        return property.Length == 0 || property.IndexOf(' ') >= 0
            ? null
            : new(property, text.Substring(equals + 1).Trim());
    }

    public bool Holds(BuildProperties properties) =>
        string.Equals(properties[Property], Value, StringComparison.OrdinalIgnoreCase);
}
