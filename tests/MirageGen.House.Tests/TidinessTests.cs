using System.Text.RegularExpressions;

namespace MirageGen.House.Tests;

/// <summary>Law 4 of ARCHITECTURE.md, and what keeps the rooms easy to find.</summary>
public sealed partial class TidinessTests
{
    private const int LongestFileLines = 400;

    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".md", ".sh", ".json", ".config", ".html", ".css", ".sbncs", ".sln", ".txt", ".editorconfig"];

    [Fact]
    public void No_file_names_a_machine_or_a_registry() =>
        Assert.Empty(
            from file in TextFiles()
            where !file.EndsWith("TidinessTests.cs", StringComparison.Ordinal)
            from Match match in MachineNames().Matches(Repository.Read(file))
            select $"{file}: {match.Value}");

    [Fact]
    public void No_source_file_is_longer_than_one_idea() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".cs", StringComparison.Ordinal)
            let lines = Repository.Read(file).Split('\n').Length
            where lines > LongestFileLines
            select $"{file}: {lines} lines");

    [Fact]
    public void No_region_and_no_drawer_for_everything() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".cs", StringComparison.Ordinal)
            where DrawerNames().IsMatch(Path.GetFileName(file)) || RegionLine().IsMatch(Repository.Read(file))
            select file);

    [Fact]
    public void The_package_configuration_names_no_source() =>
        Assert.DoesNotContain("http", Repository.Read("nuget.config"), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_link_between_documents_leads_somewhere() =>
        Assert.Empty(
            from file in Repository.Files
            where file.EndsWith(".md", StringComparison.Ordinal)
            from Match link in RelativeLink().Matches(FencedCode().Replace(Repository.Read(file), string.Empty))
            let target = Path.Combine(Repository.Root, Repository.Folder(file), link.Groups["path"].Value)
            where !File.Exists(target) && !Directory.Exists(target)
            select $"{file}: {link.Groups["path"].Value}");

    private static IEnumerable<string> TextFiles() =>
        Repository.Files.Where(file => TextEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    [GeneratedRegex(@"(?<![\w.])/(work|root|farm|home)/\w|/tmp/bash|api\.nuget\.org|registry\.npmjs|deb\.debian\.org|pypi\.org")]
    private static partial Regex MachineNames();

    [GeneratedRegex("(Helpers?|Utils?|Utilities|Manager|Misc)\\.cs$")]
    private static partial Regex DrawerNames();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline)]
    private static partial Regex RegionLine();

    [GeneratedRegex(@"\]\((?<path>(?!https?:|mailto:|#)[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex FencedCode();
}
