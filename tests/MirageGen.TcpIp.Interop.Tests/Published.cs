using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MirageGen.TcpIp.Interop.Tests;

[assembly: AssemblyFixture(typeof(Published))]
// Each test has namespaces of its own, and much of its time it waits: three classes at once keep two cores busy.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerClass)]
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>
/// Appliances on our own stack, <c>-p:MirageNet=direct</c>, each made once for all tests, when the first asks for it.
/// </summary>
public sealed class Published : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-direct-");
    private readonly ConcurrentDictionary<string, Lazy<string>> _binaries = new();

    // One build at a time: they share the libraries' intermediate files, and each takes both cores as it is.
    private readonly Lock _building = new();

    public Published()
    {
        Assert.True(Environment.IsPrivilegedProcess, "network namespaces are made by root: run these tests as root");
        NetworkNamespace.Sweep();
    }

    /// <summary>Echoes TCP and UDP.</summary>
    internal string EchoServer => Built("examples/EchoServer");

    /// <summary>Resolves names.</summary>
    internal string DnsResolver => Built("examples/DnsResolver");

    /// <summary>Fetches a page.</summary>
    internal string HttpFetch => Built("examples/HttpFetch");

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

    public void Dispose() => _folder.Delete(recursive: true);

    internal static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    /// <summary>As a user publishes it.</summary>
    private string Native(string project)
    {
        var output = Path.Combine(_folder.FullName, Path.GetFileName(project));
        return Made(project, output, "publish", $"-p:PublishDir={output}/", "-p:CopyOutputSymbolsToPublishDirectory=true");
    }

    /// <summary>As a user runs it while he works on it.</summary>
    private string Built(string project) =>
        Made(project, Path.Combine(Root(), project, "bin", "unix-direct-capture", "Release", "net10.0"), "build", "-p:MirageCapture=true");

    /// <summary>Makes a binary where the SDK puts it: another folder of output for all would compile the libraries anew.</summary>
    private string Made(string project, string output, string verb, params string[] properties) => _binaries.GetOrAdd(project, project => new(() =>
    {
        lock (_building)
        {
            // No server of a build may stay behind that holds on to this process's pipes.
            Shell.Run(
                BuildLimit,
                "dotnet",
                [
                    verb, Path.Combine(Root(), project), "-c", "Release", "-v", "quiet", "-nodeReuse:false",
                    "-p:UseSharedCompilation=false", "-p:MirageNet=direct", .. properties,
                ])
                .Succeeded();
        }

        return Path.Combine(output, Path.GetFileName(project));
    })).Value;
}
