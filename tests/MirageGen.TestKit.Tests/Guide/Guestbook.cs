using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MirageGen.TestKit.Tests.Guide;

/// <summary>The appliance of docs/testing.md: keeps the names of its guests, one a line.</summary>
[Unikernel(Summary = "Keeps the names of its guests")]
public sealed partial class Guestbook(
    INetworkStack stack,
    IKeyValueStore names,
    TimeProvider clock,
    ILogger<Guestbook> log,
    [Argument("TCP port to listen on")] int port = 4000)
{
    public Task RunAsync(CancellationToken stop) => stack.Tcp.ServeAsync(port, WelcomeAsync, stop, log: log);

    private async Task WelcomeAsync(ITcpFlow flow, CancellationToken stop)
    {
        while (await ReadLineAsync(flow, stop) is { Length: > 0 } name)
        {
            await names.SetAsync(name, Encoding.UTF8.GetBytes($"{clock.GetUtcNow():u}"), stop);
            await names.FlushAsync(stop);
            LogSigned(log, name, flow.RemoteEndpoint);
            await flow.Output.WriteAsync(Encoding.UTF8.GetBytes($"Welcome, {name}.\n"), stop);
        }
    }

    private async Task<string?> ReadLineAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        while (true)
        {
            var read = await flow.Input.ReadAsync(either.Token);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).Trim();
                flow.Input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            flow.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} signed, from {Guest}")]
    private static partial void LogSigned(ILogger log, string name, IpEndpoint guest);
}
