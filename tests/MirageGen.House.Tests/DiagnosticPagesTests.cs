using System.Text.RegularExpressions;

namespace MirageGen.House.Tests;

/// <summary>Every diagnostic has its page, and every page its diagnostic.</summary>
public sealed partial class DiagnosticPagesTests
{
    [Fact]
    public void Every_released_diagnostic_has_a_page_and_the_other_way_round()
    {
        var released =
            from file in Repository.Files
            where Path.GetFileName(file).StartsWith("AnalyzerReleases.", StringComparison.Ordinal)
            from Match rule in Rule().Matches(Repository.Read(file))
            select rule.Groups["id"].Value;
        var inBuild =
            from file in Repository.Files
            where file.StartsWith("generators/", StringComparison.Ordinal) && !file.Contains("Composer", StringComparison.Ordinal)
            where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".targets", StringComparison.Ordinal)
            from Match rule in BuildError().Matches(Repository.Read(file))
            select rule.Value;
        var pages =
            from file in Repository.Files
            where file.StartsWith("docs/diagnostics/MGEN", StringComparison.Ordinal)
            select Path.GetFileNameWithoutExtension(file);

        Assert.Equal(
            released.Concat(inBuild).Distinct().Order(StringComparer.Ordinal),
            pages.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^(?<id>MGEN\d{3})\s*\|", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"MGEN2\d\d")]
    private static partial Regex BuildError();
}
