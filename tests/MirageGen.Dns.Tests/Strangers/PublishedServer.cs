using System.Globalization;
using System.Runtime.CompilerServices;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsServer example as its user publishes it, serving on a port of this host's loopback.</summary>
[CollectionDefinition(nameof(PublishedServer))]
public sealed class PublishedServer : IDisposable, ICollectionFixture<PublishedServer>
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");
    private readonly RunningProgram _server;

    public PublishedServer()
    {
        Shell.Run(
            PublishLimit, "dotnet", "publish", Path.Combine(Root(), "examples", "DnsServer"), "-c", "Release", "-v", "quiet", "-o", _folder.FullName)
            .Succeeded();
        Port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        _server = Start("--port", Port);
        _server.WaitForOutput("Serving DNS");
    }

    public string Port { get; }

    /// <summary>Starts another one.</summary>
    internal RunningProgram Start(params string[] arguments) => RunningProgram.Start(Path.Combine(_folder.FullName, "DnsServer"), arguments);

    public void Dispose()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
