using System.Text;
using System.Text.RegularExpressions;

namespace MirageGen.Build.Embedding;

/// <summary>Makes names of C# from names of assemblies and directories.</summary>
internal static partial class ContentIdentifier
{
    /// <summary>
    /// An identifier that reads like a name: letters and digits stay, everything else becomes an underscore; one is put
    /// in front of a digit and behind a keyword.
    /// </summary>
    public static string From(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        return Keyword().IsMatch(text.ToString()) ? text.Append('_').ToString() : text.ToString();
    }

    [GeneratedRegex(
        """
        ^(abstract|as|base|bool|break|byte|case|catch|char|checked|class|const|continue|decimal|default|delegate|do|double
        |else|enum|event|explicit|extern|false|finally|fixed|float|for|foreach|goto|if|implicit|in|int|interface|internal
        |is|lock|long|namespace|new|null|object|operator|out|override|params|private|protected|public|readonly|ref|return
        |sbyte|sealed|short|sizeof|stackalloc|static|string|struct|switch|this|throw|true|try|typeof|uint|ulong|unchecked
        |unsafe|ushort|using|virtual|void|volatile|while)$
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Keyword();
}
