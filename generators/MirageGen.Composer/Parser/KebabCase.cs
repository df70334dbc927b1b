using System.Text;

namespace MirageGen.Composer.Parser;

/// <summary>Spells a C# name as a command line does: <c>ipv4Gateway</c> becomes <c>ipv4-gateway</c>.</summary>
internal static class KebabCase
{
    public static string From(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_')
            {
                Separate(text);
                continue;
            }

            if (StartsWord(name, i))
            {
                Separate(text);
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString().TrimEnd('-');
    }

    /// <summary>A capital starts a word after a small letter or digit, and as the last of a run of capitals: <c>URLPath</c>.</summary>
    private static bool StartsWord(string name, int i) =>
        char.IsUpper(name[i]) && i > 0 &&
        (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));

    private static void Separate(StringBuilder text)
    {
        if (text.Length > 0 && text[text.Length - 1] != '-')
        {
            text.Append('-');
        }
    }
}
