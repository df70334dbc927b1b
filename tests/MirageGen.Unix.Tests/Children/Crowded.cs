using Microsoft.Extensions.Logging;
using MirageGen.Conformance;
using MirageGen.Unix.Machine;

namespace MirageGen.Unix.Tests;

/// <summary>Echoes, with room for a few connections only.</summary>
internal static partial class Crowded
{
    /// <summary>Descriptors that it may have.</summary>
    private const ulong Limit = 200;

    public static async Task<int> RunAsync(UnixMachine machine, CancellationToken stop)
    {
        var clock = new UnixClock(machine);
        using var factory = new ConsoleLoggerFactory(machine, clock);
        await using var stack = new HostStack(machine, new Logger<HostStack>(factory));
        await using var listener = stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        await WarmUpAsync(stack, listener, factory);
        if (!DescriptorLimit.TrySet(Limit))
        {
            return 3;
        }

        new UnixConsole(machine).WriteLine($"{listener.LocalEndpoint.Port}");
        try
        {
            while (await listener.AcceptAsync(stop) is { } flow)
            {
                _ = EchoAsync(flow);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        return 0;
    }

    // The runtime loads what it needs when it first needs it, and could not without a descriptor.
    private static async Task WarmUpAsync(HostStack stack, ITcpListener listener, ConsoleLoggerFactory factory)
    {
        LogReady(factory.CreateLogger("Crowded"), listener.LocalEndpoint);
        await using var near = await stack.Tcp.ConnectAsync(listener.LocalEndpoint);
        var echo = EchoAsync((await listener.AcceptAsync())!);
        await near.SayAsync("x");
        _ = await near.HearAsync(1);
        await near.Output.CompleteAsync();
        await echo;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "ready on {Endpoint}")]
    private static partial void LogReady(ILogger log, IpEndpoint endpoint);

    private static async Task EchoAsync(ITcpFlow flow)
    {
        await using (flow)
        {
            while (true)
            {
                var read = await flow.Input.ReadAsync();
                if (read.IsCompleted)
                {
                    return;
                }

                foreach (var piece in read.Buffer)
                {
                    _ = await flow.Output.WriteAsync(piece);
                }

                flow.Input.AdvanceTo(read.Buffer.End);
            }
        }
    }
}
