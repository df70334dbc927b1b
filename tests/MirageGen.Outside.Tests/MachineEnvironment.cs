using System.Collections;

namespace MirageGen.Outside.Tests;

/// <summary>What the tests take over from the environment they run in: how this machine is reached, and nothing of this build.</summary>
/// <remarks>
/// Every variable is a property to MSBuild, and this process is itself started by <c>dotnet run</c>, which sets some.
/// </remarks>
internal static class MachineEnvironment
{
    private static readonly string[] Names =
        ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "CI", "LD_LIBRARY_PATH", "VSS_NUGET_EXTERNAL_FEED_ENDPOINTS"];

    private static readonly string[] Prefixes =
        ["DOTNET_ROOT", "DOTNET_SYSTEM_", "NUGET_", "NuGetPackageSourceCredentials_", "SSL_CERT_"];

    /// <summary>The variables that are taken over.</summary>
    public static Dictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => (Name: (string)variable.Key, Value: (string)variable.Value!))
            .Where(variable => IsTheMachines(variable.Name))
            .ToDictionary(variable => variable.Name, variable => variable.Value);

    private static bool IsTheMachines(string name) =>
        Names.Contains(name)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
