using System.Text.RegularExpressions;

namespace MirageGen.Outside.Tests;

/// <summary>What the documents tell a user to write, for the tests to do it to the letter.</summary>
internal static partial class Documents
{
    /// <summary>The blocks of code of a document, in their order.</summary>
    /// <param name="path">The document, relative to the repository.</param>
    /// <param name="language">As it stands after the fence; empty for none.</param>
    public static IReadOnlyList<string> Blocks(string path, string language) =>
    [
        .. from Match block in Fenced().Matches(Read(path))
           where block.Groups["language"].Value == language
           select block.Groups["text"].Value,
    ];

    /// <summary>The quoted lines of a document.</summary>
    public static IReadOnlyList<string> Quotes(string path) =>
        [.. Read(path).Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Select(line => line[2..])];

    private static string Read(string path) => File.ReadAllText(Path.Combine(BuildFacts.Repository, path));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
