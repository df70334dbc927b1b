using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsServer example as its user publishes it, serving on a port of this host's loopback.</summary>
[CollectionDefinition(nameof(PublishedServer))]
public sealed class PublishedServer : IDisposable, ICollectionFixture<PublishedServer>
{
    private readonly PublishedExample _example = new("DnsServer");
    private readonly RunningProgram _server;

    public PublishedServer()
    {
        Port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        _server = Start("--port", Port);
        _server.WaitForOutput("Serving DNS");
    }

    public string Port { get; }

    /// <summary>Starts another one.</summary>
    internal RunningProgram Start(params string[] arguments) => _example.Start(arguments);

    public void Dispose()
    {
        _server.Dispose();
        _example.Dispose();
    }
}
