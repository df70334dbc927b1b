using System.Text.RegularExpressions;

namespace MirageGen.XenHost.Domains;

/// <summary>Finds in what xl says of a failure the one line that says why.</summary>
internal static partial class XlErrors
{
    /// <summary>The first line of the layer nearest to the cause, without its place in Xen's sources.</summary>
    public static string Cause(string errors)
    {
        string[] lines = [.. errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var cause = lines.FirstOrDefault(line => line.StartsWith("xc: error", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.Contains(" error: ", StringComparison.Ordinal))
            ?? lines.FirstOrDefault("xl did not say why");
        return Place().Replace(cause, string.Empty);
    }

    [GeneratedRegex(@"^(xc|libxl): error: (panic: )?([\w.]+\.c:\d+:)?\s*(\w+:)?\s*")]
    private static partial Regex Place();
}
