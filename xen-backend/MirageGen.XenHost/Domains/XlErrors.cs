using System.Text.RegularExpressions;

namespace MirageGen.XenHost.Domains;

/// <summary>Finds in what xl says of a failure the one line that says why.</summary>
internal static partial class XlErrors
{
    /// <summary>What libxenguest says of a domain with too little memory for what it boots.</summary>
    private const string TooLarge = "segment kernel too large";

    /// <summary>The first line of the layer nearest to the cause, without its place in Xen's sources.</summary>
    public static string Cause(string errors)
    {
        string[] lines = [.. errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var cause = lines.FirstOrDefault(line => line.StartsWith("xc: error", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.Contains(" error: ", StringComparison.Ordinal))
            ?? lines.FirstOrDefault("xl did not say why");
        var why = Place().Replace(cause, string.Empty);
        return why.StartsWith(TooLarge, StringComparison.Ordinal) ? $"the image does not fit into its memory, give it more ({why})" : why;
    }

    [GeneratedRegex(@"^(xc|libxl): error: (panic: )?([\w.]+\.c:\d+:)?\s*(\w+:)?\s*")]
    private static partial Regex Place();
}
