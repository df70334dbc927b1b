using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Client;

/// <summary>A server that does on each connection what a test says, octet by octet.</summary>
internal sealed class ScriptedServer(SimulatedHost host, IReadOnlyList<Func<ScriptedConnection, Task>> connections)
{
    /// <summary>How many connections have been made.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many are open.</summary>
    public int Open { get; private set; }

    /// <summary>Set by a script that has sent all it has.</summary>
    public bool HasSentAll { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        await host.Tcp.ServeAsync(new IpEndpoint(IpAddress.None, ClientSite.Port), ServeAsync, stop, log: host.Logs.CreateLogger("script"));
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        var index = Accepted++;
        Assert.True(index < connections.Count, $"The client makes connection {index + 1}, and the script has {connections.Count}.");
        Open++;
        try
        {
            await connections[index](new(this, flow, host.Clock, stop));
        }
        finally
        {
            Open--;
        }
    }
}
