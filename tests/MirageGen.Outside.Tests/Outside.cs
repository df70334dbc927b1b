using System.Reflection;

namespace MirageGen.Outside.Tests;

/// <summary>
/// A folder outside the repository with a feed of the packages, as a user has them: a package cache of its own, the
/// machine's own sources for everything else, and nothing left behind.
/// </summary>
public sealed class Outside : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("miragegen-outside-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    /// <summary>The version of the packages: of this run alone, so that no cache of the machine can stand in for it.</summary>
    public string Version { get; } = $"1.0.0-outside.{Guid.NewGuid():N}";

    /// <summary>The project that the template made, a solution of an appliance and its tests.</summary>
    public string Solution => this["MySite"];

    /// <summary>The whole path of something in the folder.</summary>
    public string this[string relative] => Path.Combine(_root, relative);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(this["feed"]);
        Directory.CreateDirectory(this["data"]);
        await File.WriteAllTextAsync(this["nuget.config"], """
            <configuration>
              <packageSources>
                <add key="miragegen" value="feed" />
              </packageSources>
            </configuration>
            """);

        // Packages of others that the machine has already are read where they are.
        var cache = (await RunAsync(".", "dotnet", "nuget", "locals", "global-packages", "--list")).Succeeded().Output;
        _environment["NUGET_FALLBACK_PACKAGES"] = cache[(cache.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        _environment["NUGET_PACKAGES"] = this["packages"];
        _environment["XDG_DATA_HOME"] = this["data"];
        _environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        _environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        _environment["DOTNET_NOLOGO"] = "1";
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
        _environment["MSBUILDTERMINALLOGGER"] = "off";
        _environment["UseSharedCompilation"] = "false";

        await PackAsync();
        await NewAsync("install", this[$"feed/MirageGen.Templates.{Version}.nupkg"]);
        await NewAsync("unikernel", "-n", "MySite");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs <c>dotnet</c>.</summary>
    /// <param name="folder">Relative to the outside.</param>
    /// <param name="arguments">Its arguments.</param>
    internal Task<Command> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, "dotnet", arguments);

    /// <summary>Runs any command.</summary>
    internal Task<Command> RunAsync(string folder, string program, params string[] arguments) =>
        Command.RunAsync(this[folder], _environment, program, arguments);

    /// <summary>Starts an appliance that serves.</summary>
    internal Server Serve(string program, params string[] arguments) =>
        new(Command.Start(_root, _environment, program, arguments));

    /// <summary>Makes a project of files in a folder of its own.</summary>
    /// <param name="folder">Its folder and name.</param>
    /// <param name="files">Paths below it, and what they hold; <c>VERSION</c> stands for the version of the packages.</param>
    internal void Write(string folder, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var whole = this[Path.Combine(folder, path)];
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            File.WriteAllText(whole, text.Replace("VERSION", Version, StringComparison.Ordinal));
        }
    }

    /// <summary>Runs <c>dotnet new</c>, with the templates kept apart from the user's.</summary>
    internal async Task NewAsync(params string[] arguments) =>
        (await DotnetAsync(".", ["new", .. arguments, "--debug:custom-hive", this["hive"]])).Succeeded();

    private async Task PackAsync()
    {
        var metadata = typeof(Outside).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value!);
        foreach (var project in metadata["Packed"].Split(';'))
        {
            (await Command.RunAsync(
                Path.GetDirectoryName(project)!,
                new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBUILDTERMINALLOGGER"] = "off" },
                "dotnet", "pack", project, "--no-build", "-c", metadata["Configuration"], "-o", this["feed"],
                $"-p:PackageVersion={Version}")).Succeeded();
        }
    }
}
