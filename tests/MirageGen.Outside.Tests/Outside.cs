using System.Text.RegularExpressions;
using MirageGen.Outside.Tests;

[assembly: AssemblyFixture(typeof(Outside))]

namespace MirageGen.Outside.Tests;

/// <summary>
/// A folder outside the repository with a feed of the packages, as a user has them: a package folder of its own, the
/// machine's own sources and packages for everything else, and nothing left behind.
/// </summary>
public sealed partial class Outside : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("miragegen-outside-").FullName;
    private readonly Dictionary<string, string> _environment = MachineEnvironment.Read();

    /// <summary>The version of the packages: of this run alone, so that no cache of the machine can stand in for it.</summary>
    public string Version { get; } = $"1.0.0-outside.{Guid.NewGuid():N}";

    /// <summary>The <c>dotnet</c> that built these tests.</summary>
    internal static string DotNet { get; } = Path.Combine(BuildFacts.DotNetFolder, "dotnet");

    /// <summary>The whole path of something in the folder.</summary>
    public string this[string relative] => Path.Combine(_root, relative);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        try
        {
            Seclude();
            Directory.CreateDirectory(this["feed"]);
            (await DotnetAsync(
                ".", "msbuild", BuildFacts.Project, "-nologo", "-t:PackFeed", $"-p:Configuration={BuildFacts.Configuration}",
                $"-p:Feed={this["feed"]}", $"-p:FeedVersion={Version}")).Succeeded();

            // From here on, packages of others that the machine has already are read where they are.
            _environment["NUGET_FALLBACK_PACKAGES"] = BuildFacts.PackageFolder;
            _environment["NUGET_PACKAGES"] = this["packages"];
            await NewAsync("install", this[$"feed/MirageGen.Templates.{Version}.nupkg"]);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Runs <c>dotnet</c>.</summary>
    /// <param name="folder">Relative to the outside.</param>
    /// <param name="arguments">Its arguments.</param>
    internal Task<Command> DotnetAsync(string folder, params string[] arguments) =>
        RunAsync(folder, DotNet, arguments);

    /// <summary>Runs any command.</summary>
    internal async Task<Command> RunAsync(string folder, string program, params string[] arguments)
    {
        await using var running = Start(folder, program, arguments);
        return await running.EndAsync();
    }

    /// <summary>Starts a command that goes on until it is stopped.</summary>
    internal Running Start(string folder, string program, params string[] arguments) =>
        Running.Start(this[folder], _environment, program, arguments);

    /// <summary>Fetches a page with curl.</summary>
    internal async Task<string> GetAsync(int port, string path, params string[] options) =>
        (await RunAsync(
            ".", "curl", ["--silent", "--show-error", "--fail", "--max-time", "60", .. options, $"http://127.0.0.1:{port}{path}"]))
        .Succeeded().Output;

    /// <summary>Makes a project of files in a folder of its own.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="files">Paths below it, and what they hold, the version being that of the documents.</param>
    internal void Write(string folder, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var whole = this[Path.Combine(folder, path)];
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            File.WriteAllText(whole, DocumentedVersion().Replace(text, Version));
        }
    }

    /// <summary>Runs <c>dotnet new</c>, with the templates kept apart from the user's.</summary>
    internal async Task NewAsync(params string[] arguments) =>
        (await DotnetAsync(".", ["new", .. arguments, "--debug:custom-hive", this["hive"]])).Succeeded();

    /// <summary>Has the folder and the commands run in it depend on nothing that differs from machine to machine.</summary>
    private void Seclude()
    {
        Write(
            ".",
            ("nuget.config", """
                <configuration>
                  <packageSources>
                    <add key="miragegen" value="feed" />
                  </packageSources>
                </configuration>
                """),
            ("Directory.Build.props", "<Project />"),
            ("Directory.Build.targets", "<Project />"),
            ("Directory.Packages.props", "<Project />"),
            (".editorconfig", "root = true\n"));
        _environment["DOTNET_ROOT"] = BuildFacts.DotNetFolder;
        _environment["XDG_DATA_HOME"] = Directory.CreateDirectory(this["data"]).FullName;
        _environment["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false";
        _environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        _environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        _environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true";
        _environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        _environment["DOTNET_NOLOGO"] = "1";

        // No server stays behind.
        _environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
        _environment["UseSharedCompilation"] = "false";
        _environment["MSBUILDTERMINALLOGGER"] = "off";

        // An audit asks the network whether a package has become vulnerable, and warns when nobody answers.
        _environment["NuGetAudit"] = "false";
    }

    [GeneratedRegex(@"(?<=MirageGen\.Sdk[/@])1\.0\.0")]
    private static partial Regex DocumentedVersion();
}
