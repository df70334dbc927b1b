using System.Text;

namespace MirageGen.Http;

/// <summary>Takes <c>.</c> and <c>..</c> out of a path (RFC 3986 section 5.2.4).</summary>
internal static class DotSegments
{
    /// <summary>Removes them; what leads above the root stays at the root.</summary>
    /// <param name="path">Begins with a slash.</param>
    public static string Remove(string path)
    {
        var segments = path.Split('/');
        var result = new StringBuilder(path.Length);
        for (var i = 1; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            switch (segments[i])
            {
                case ".":
                    AppendSlash(result, isLast);
                    break;
                case "..":
                    DropLastSegment(result);
                    AppendSlash(result, isLast);
                    break;
                default:
                    result.Append('/').Append(segments[i]);
                    break;
            }
        }

        return result.ToString();
    }

    private static void AppendSlash(StringBuilder result, bool isLast)
    {
        if (isLast)
        {
            result.Append('/');
        }
    }

    private static void DropLastSegment(StringBuilder result)
    {
        var end = result.Length;
        while (end > 0 && result[--end] != '/')
        {
        }

        result.Length = end;
    }
}
