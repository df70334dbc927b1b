using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MirageGen.TcpIp.Interop.Tests;

[assembly: AssemblyFixture(typeof(Published))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>
/// Appliances on our own stack, <c>-p:MirageNet=direct</c>, each made once for all tests. What is in the folder that the
/// environment variable MIRAGEGEN_DIRECT names is taken as it is, and what is not is left there for the next run.
/// </summary>
public sealed class Published : IDisposable
{
    private readonly string? _kept = Environment.GetEnvironmentVariable("MIRAGEGEN_DIRECT");
    private readonly string _folder;
    private readonly ConcurrentDictionary<string, Lazy<string>> _binaries = new();

    public Published()
    {
        NetworkNamespace.Sweep();
        _folder = _kept is { Length: > 0 } ? _kept : Directory.CreateTempSubdirectory("miragegen-direct-").FullName;
    }

    /// <summary>Echoes TCP and UDP.</summary>
    internal string EchoServer => Built("examples/EchoServer");

    /// <summary>Stores what it is sent over HTTP.</summary>
    internal string KeyValue => Built("examples/KeyValue");

    /// <summary>Serves this project's documentation: the native binary.</summary>
    internal string StaticWebsite => Native("examples/StaticWebsite");

    /// <summary>Both ends of iperf3's protocol: the native binary.</summary>
    internal string Iperf => Native("examples/Iperf");

    /// <summary>Translates addresses between two interfaces.</summary>
    internal string Gateway => Built("examples/Gateway");

    /// <summary>Gives addresses.</summary>
    internal string LeaseServer => Built("examples/LeaseServer");

    /// <summary>Forwards between two interfaces.</summary>
    internal string Router => Built("examples/Router");

    /// <summary>Joins two interfaces by a bad wire.</summary>
    internal string Relay => Built("tests/Peers/Relay");

    public void Dispose()
    {
        if (_folder != _kept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    internal static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    /// <summary>As a user publishes it.</summary>
    private string Native(string project) => _binaries.GetOrAdd(project, project => Make(project, "publish")).Value;

    /// <summary>As a user runs it while he works on it.</summary>
    private string Built(string project) =>
        _binaries.GetOrAdd(project, project => Make(project, "build", "-p:MirageCapture=true")).Value;

    private Lazy<string> Make(string project, string verb, params string[] properties) => new(() =>
    {
        var name = Path.GetFileName(project);
        var output = Path.Combine(_folder, name);
        var binary = Path.Combine(output, name);
        if (!File.Exists(binary))
        {
            Shell.Run(
                TimeSpan.FromMinutes(20),
                "dotnet", [verb, Path.Combine(Root(), project), "-c", "Release", "-v", "quiet", "-p:MirageNet=direct", .. properties, "-o", output])
                .Succeeded();
        }

        return binary;
    });
}
