using System.Text;
using System.Text.RegularExpressions;

namespace MirageGen.House.Tests;

/// <summary>Links in the website's pages.</summary>
internal static partial class Links
{
    /// <summary>Every target of a link or an image, without its fragment.</summary>
    public static IEnumerable<string> Of(byte[] page) =>
        Link().Matches(Encoding.UTF8.GetString(page)).Select(match => match.Groups["url"].Value).Where(url => url.Length > 0);

    /// <summary>The file that a link in a page leads to.</summary>
    public static string Resolve(string page, string link)
    {
        var target = new Uri(new Uri("http://site/" + page), link).AbsolutePath[1..];
        return target.Length == 0 || target.EndsWith('/') ? target + "index.html" : target;
    }

    [GeneratedRegex("(?:href|src)=\"(?<url>[^\"#]*)(?:#[^\"]*)?\"")]
    private static partial Regex Link();
}
