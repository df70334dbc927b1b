using System.Text.Json;
using System.Xml.Linq;

namespace MirageGen.House.Tests;

/// <summary>A locked restore goes well on every patch of the SDK: no lock file holds a version that the SDK chose.</summary>
public sealed class LockFileTests
{
    private const string SetForEver = "NETStandard.Library";

    public static TheoryData<string> LockFiles() =>
        [.. Repository.Files.Where(file => Path.GetFileName(file) == "packages.lock.json")];

    [Theory]
    [MemberData(nameof(LockFiles))]
    public void A_lock_file_holds_versions_that_the_repository_names(string lockFile)
    {
        var named = NamedVersions();

        Assert.Empty(
            from package in DirectPackages(lockFile)
            where package.Name != SetForEver && named.GetValueOrDefault(package.Name) != package.Version
            select $"{package.Name} {package.Version}");
    }

    private static Dictionary<string, string> NamedVersions()
    {
        var named = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        var analyzers = XDocument.Parse(Repository.Read("Directory.Build.targets")).Descendants("KnownILLinkPack").Single();
        named.Add(analyzers.Attribute("Update")!.Value, analyzers.Attribute("ILLinkPackVersion")!.Value);
        return named;
    }

    /// <summary>What the project itself asks for, in the least version that it takes.</summary>
    private static IEnumerable<(string Name, string Version)> DirectPackages(string lockFile)
    {
        using var json = JsonDocument.Parse(Repository.Read(lockFile));
        return
        [
            .. from framework in json.RootElement.GetProperty("dependencies").EnumerateObject()
               from package in framework.Value.EnumerateObject()
               where package.Value.GetProperty("type").GetString() == "Direct"
               select (package.Name, package.Value.GetProperty("requested").GetString()!.Trim('[', ')', ' ').Split(',')[0]),
        ];
    }
}
