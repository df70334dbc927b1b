using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MirageGen.TestKit.Tests.Guide;

/// <summary>docs/testing.md shows only code that is compiled and run here.</summary>
public sealed partial class QuotationTests
{
    [Fact]
    public void Every_piece_of_code_in_the_guide_is_quoted_from_this_folder()
    {
        var here = Folder();
        var guide = File.ReadAllText(Path.Combine(here, "..", "..", "..", "docs", "testing.md"));
        var sources = Directory.GetFiles(here, "Guestbook*.cs").Select(File.ReadAllText).ToArray();
        var quotations = CodeBlock().Matches(guide).Select(match => match.Groups["code"].Value).ToArray();

        Assert.Equal(7, quotations.Length);
        Assert.All(quotations, quotation =>
            Assert.Contains(sources, source => source.Contains(quotation, StringComparison.Ordinal)));
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
