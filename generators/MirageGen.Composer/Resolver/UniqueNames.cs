using System.Collections.Generic;
using System.Text;

namespace MirageGen.Composer.Resolver;

/// <summary>Hands out C# variable names, none of them twice.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = [.. taken];

    /// <summary>Makes a variable name of any text, and the next free one of it: <c>stack</c>, <c>stack2</c>.</summary>
    public string Take(string text) => TakeExactly(ToCamelCase(text));

    /// <summary>Makes a variable name of one text, or of another where that is taken.</summary>
    public string Take(string text, string otherwise) => Take(_taken.Contains(ToCamelCase(text)) ? otherwise : text);

    /// <summary>Takes a name as it is, or with the first free number after it.</summary>
    public string TakeExactly(string name)
    {
        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
        {
            unique = name + number;
        }

        return unique;
    }

    /// <summary>Makes a property's name of a variable's: <c>stack</c> becomes <c>Stack</c>.</summary>
    public static string ToPascalCase(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length == 0 || char.IsDigit(trimmed[0])
            ? "Device" + trimmed
            : char.ToUpperInvariant(trimmed[0]) + trimmed.Substring(1);
    }

    /// <summary>Makes a variable's name of any text: <c>public-Link</c> becomes <c>publicLink</c>.</summary>
    public static string ToCamelCase(string text)
    {
        var name = new StringBuilder(text.Length);
        var startsWord = false;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character) && character != '_')
            {
                startsWord = name.Length > 0;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        LowerFirstWord(name);
        if (name.Length == 0 || char.IsDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        return name.ToString();
    }

    /// <summary>Of a run of capitals only the last starts the next word: <c>TCPStack</c> becomes <c>tcpStack</c>.</summary>
    private static void LowerFirstWord(StringBuilder name)
    {
        for (var i = 0; i < name.Length && char.IsUpper(name[i]); i++)
        {
            if (i > 0 && i + 1 < name.Length && char.IsLower(name[i + 1]))
            {
                break;
            }

            name[i] = char.ToLowerInvariant(name[i]);
        }
    }
}
