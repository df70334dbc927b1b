namespace MirageGen.XenHost.Commands;

/// <summary>
/// Words of our command line as a domain's: it is one line there, split at its spaces except between double quotes, for
/// which there is no escape.
/// </summary>
internal static class BootWords
{
    /// <summary>One line that the domain splits into the same words.</summary>
    /// <exception cref="XenHostException">There is none.</exception>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.AsSpan().ContainsAny('"', '\n', '\r') ? throw new XenHostException($"a domain cannot be given a word with a double quote or a line's end: {word}")
        : word.Length == 0 || word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\""
        : word;
}
