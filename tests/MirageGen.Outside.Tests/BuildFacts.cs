using System.Reflection;

namespace MirageGen.Outside.Tests;

/// <summary>What the build of these tests knew: the project file writes it.</summary>
internal static class BuildFacts
{
    private static readonly Dictionary<string, string> Metadata =
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(fact => fact.Key, fact => fact.Value!);

    /// <summary>The checkout.</summary>
    public static string Repository => Metadata["Repository"];

    /// <summary>The project file of these tests, which can pack what was built with them.</summary>
    public static string Project => Metadata["Project"];

    /// <summary>The configuration that they were built in.</summary>
    public static string Configuration => Metadata["Configuration"];

    /// <summary>Where this machine keeps its packages.</summary>
    public static string PackageFolder => Metadata["PackageFolder"];

    /// <summary>The .NET that built them.</summary>
    public static string DotNetFolder => Metadata["DotNetFolder"];
}
