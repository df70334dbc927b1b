using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MirageGen.Composer.Apis;
using MirageGen.Composer.Loop;
using MirageGen.Composer.OperatingSystem;

namespace MirageGen.Composer.Tests.Analyzers;

/// <summary>The pages of the documents name everything that the tables do.</summary>
public sealed class ApiPagesTests
{
    [Fact]
    public void Page_of_MGEN101_names_every_type_of_its_table() => AssertNamed(
        "MGEN101.md",
        OperatingSystemApis.Rules
            .Where(rule => !rule.Type.StartsWith("System.Security.Cryptography.", StringComparison.Ordinal))
            .Select(rule => NameOf(rule.Type)));

    [Fact]
    public void Page_of_MGEN102_names_every_type_or_member_of_its_table()
    {
        var page = Read("MGEN102.md");
        Assert.All(LoopApis.Rules, rule => Assert.Contains(Names(rule), name => page.Contains(name, StringComparison.Ordinal)));

        static ImmutableArray<string> Names(ApiRule rule) =>
            [rule.Display ?? NameOf(rule.Type), .. rule.Names.Where(name => name != ApiRule.Constructor)];
    }

    private static void AssertNamed(string file, IEnumerable<string> names)
    {
        var page = Read(file);
        Assert.All(names, name => Assert.Contains(name, page, StringComparison.Ordinal));
    }

    private static string NameOf(string type) => type[(type.LastIndexOf('.') + 1)..].Split('`')[0];

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "diagnostics", file));
}
