using System.Xml.Linq;

namespace MirageGen.House.Tests;

/// <summary>Laws 1 and 3 of ARCHITECTURE.md.</summary>
public sealed class LayeringTests
{
    private const string Abstractions = "abstractions/MirageGen.Abstractions";

    /// <summary>Boots a Xen on the developer's machine: a tool, of which nothing may come into an image.</summary>
    private const string XenHost = "xen-backend/MirageGen.XenHost";

    /// <summary>What each layer's projects may reference of ours: the first that fits holds. A named exception needs its reason beside it.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["abstractions"] = [],
        ["implementations"] = [Abstractions],
        ["unix-backend"] = [Abstractions],
        [XenHost] = [],
        ["xen-backend"] = [Abstractions],
        ["tests/MirageGen.TestKit"] = [Abstractions],
    };

    public static TheoryData<string> LayeredProjects() =>
        [.. Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && Layer(file) is not null)];

    [Theory]
    [MemberData(nameof(LayeredProjects))]
    public void A_project_references_only_what_its_layer_may(string project)
    {
        var allowed = Allowed[Layer(project)!];
        var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Where(reference => reference.Attribute("OutputItemType")?.Value != "Analyzer")
            .Select(reference => Resolve(project, reference.Attribute("Include")!.Value));

        Assert.All(references, reference => Assert.Contains(reference, allowed));
    }

    [Fact]
    public void Only_tests_reference_the_Xen_of_the_developers_machine() =>
        Assert.All(
            from project in Repository.Files
            where project.EndsWith(".csproj", StringComparison.Ordinal)
            from reference in XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            where Resolve(project, reference.Attribute("Include")!.Value) == XenHost
            select project,
            project => Assert.Matches(@"^tests/(Peers|[\w.]+\.Tests)/", project));

    [Fact]
    public void What_is_linked_into_small_images_does_without_LINQ() =>
        Assert.All(
            Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)
                && (file.StartsWith("abstractions/", StringComparison.Ordinal)
                    || file.StartsWith("implementations/", StringComparison.Ordinal)
                    || file.StartsWith("xen-backend/MirageGen.Xen/", StringComparison.Ordinal))),
            file => Assert.DoesNotContain("System.Linq", Repository.Read(file), StringComparison.Ordinal));

    [Fact]
    public void Shared_build_files_add_no_reference_but_analyzers()
    {
        var shared = Repository.Files.Where(file => Path.GetFileName(file).StartsWith("Directory.Build.", StringComparison.Ordinal)
            && Allowed.Keys.Any(layer => file.StartsWith(layer + "/", StringComparison.Ordinal)));

        Assert.All(shared, file => Assert.All(
            XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference"),
            reference => Assert.Equal("Analyzer", reference.Attribute("OutputItemType")?.Value)));
    }

    [Fact]
    public void Wire_code_uses_nothing_above_it()
    {
        var offences =
            from file in Repository.Files
            where file.EndsWith(".cs", StringComparison.Ordinal) && file.Contains("/Wire/", StringComparison.Ordinal)
            let library = file[..file.IndexOf("/Wire/", StringComparison.Ordinal)]
            let own = Path.GetFileName(library)
            from line in Repository.Read(file).Split('\n')
            where line.StartsWith($"using {own}.", StringComparison.Ordinal)
                && !line.StartsWith($"using {own}.Wire", StringComparison.Ordinal)
            select $"{file}: {line}";

        Assert.Empty(offences);
    }

    private static string? Layer(string file) =>
        Allowed.Keys.FirstOrDefault(layer => file.StartsWith(layer + "/", StringComparison.Ordinal));

    private static string Resolve(string project, string reference) =>
        Path.GetRelativePath(
            Repository.Root,
            Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Repository.Root, Repository.Folder(project), reference)))!);
}
