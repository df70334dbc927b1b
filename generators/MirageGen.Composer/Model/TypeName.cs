using System;
using System.Text;

namespace MirageGen.Composer.Model;

/// <summary>A type by name: what identifies it, and how to write it.</summary>
/// <param name="Qualified">Its name from <c>global::</c> on, with keywords escaped; two names are one type when these are equal.</param>
/// <param name="Alias">Its simple name, when a <c>using</c> alias can stand for it; null for generic types, arrays and keywords.</param>
internal readonly record struct TypeName(string Qualified, string? Alias)
{
    private const string GlobalPrefix = "global::";

    /// <summary>The name as a message says it: without namespaces, <c>ILogger&lt;Site&gt;</c>.</summary>
    public string Display => Alias ?? WithoutNamespaces(Qualified);

    /// <summary>The name with its namespace, as one reads it aloud: for the graph.</summary>
    public string FullName => Qualified.Replace(GlobalPrefix, string.Empty);

    public bool Equals(TypeName other) => Qualified == other.Qualified;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Qualified);

    public override string ToString() => Qualified;

    private static string WithoutNamespaces(string qualified)
    {
        var text = new StringBuilder(qualified.Length);
        var segment = 0;
        foreach (var character in qualified)
        {
            if (character is '.' or ':')
            {
                text.Length = segment;
                continue;
            }

            text.Append(character);
            if (!char.IsLetterOrDigit(character) && character is not ('_' or '@'))
            {
                segment = text.Length;
            }
        }

        return text.ToString();
    }
}
