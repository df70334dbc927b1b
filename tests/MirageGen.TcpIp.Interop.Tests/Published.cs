using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MirageGen.TcpIp.Interop.Tests;

[assembly: AssemblyFixture(typeof(Published))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Appliances on our own stack, <c>-p:MirageNet=direct</c>, each made once for all tests.</summary>
public sealed class Published : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-direct-");
    private readonly ConcurrentDictionary<string, Lazy<string>> _binaries = new();

    public Published() => NetworkNamespace.Sweep();

    /// <summary>Echoes TCP and UDP.</summary>
    internal string EchoServer => Built("examples/EchoServer");

    /// <summary>Stores what it is sent over HTTP.</summary>
    internal string KeyValue => Built("examples/KeyValue");

    /// <summary>Serves this project's documentation: the native binary.</summary>
    internal string StaticWebsite => Native("examples/StaticWebsite");

    /// <summary>Both ends of iperf3's protocol: the native binary.</summary>
    internal string Iperf => Native("examples/Iperf");

    /// <summary>Forwards between two interfaces.</summary>
    internal string Router => Built("examples/Router");

    /// <summary>Joins two interfaces by a bad wire.</summary>
    internal string Relay => Built("tests/Peers/Relay");

    public void Dispose() => _folder.Delete(recursive: true);

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
        var output = Path.Combine(_folder.FullName, name);
        Shell.Run(
            TimeSpan.FromMinutes(20),
            "dotnet", [verb, Path.Combine(Root(), project), "-c", "Release", "-v", "quiet", "-p:MirageNet=direct", .. properties, "-o", output])
            .Succeeded();
        return Path.Combine(output, name);
    });
}
