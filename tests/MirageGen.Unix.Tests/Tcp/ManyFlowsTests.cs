using System.Diagnostics;
using System.Net.Sockets;
using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class ManyFlowsTests
{
    [Theory, OnEachLoop]
    public void Two_thousand_connections_are_served_and_idle_ones_hold_no_buffer(LoopKind kind) => kind.Run(async rig =>
    {
        const int Count = 2000;
        using var stop = new CancellationTokenSource();
        var listener = rig.Stack.Tcp.Listen(new(IPv4Address.Loopback, 0));
        var server = ServeAsync(listener);
        var flows = new List<ITcpFlow>();
        for (var i = 0; i < Count; i++)
        {
            flows.Add(await rig.Stack.Tcp.ConnectAsync(listener.LocalEndpoint, stop.Token));
        }

        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(flows.Select(async (flow, i) =>
            {
                await flow.SayAsync($"{i:00000}");
                Assert.Equal($"{i:00000}", await flow.HearAsync(5));
            }));
            Assert.Equal(0, rig.Loop.Segments.Rented);
        }

        await Task.WhenAll(flows.Select(flow => flow.DisposeAsync().AsTask()));
        await listener.DisposeAsync();
        Assert.Equal(Count, await server);
    });

    [Theory, OnEachLoop]
    public void A_flow_that_never_rests_starves_no_other(LoopKind kind) => kind.Run(async rig =>
    {
        // Another thread sends and another receives without end; both flows of ours always have work at hand.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen();
        var at = IpEndpoint.From((System.Net.IPEndPoint)listener.LocalEndPoint!);
        var reading = await rig.Stack.Tcp.ConnectAsync(at);
        using var sender = listener.Accept();
        var writing = await rig.Stack.Tcp.ConnectAsync(at);
        using var receiver = listener.Accept();
        var threads = new[] { new Thread(() => SendForEver(sender)), new Thread(() => ReceiveForEver(receiver)) };
        Array.ForEach(threads, thread => thread.Start());

        var busyReading = ReadForEverAsync(reading);
        var busyWriting = WriteForEverAsync(writing);
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        for (var i = 0; i < 50; i++)
        {
            await near.SayAsync("x");
            Assert.Equal("x", await far.HearAsync(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), rig.Clock);
        }

        Assert.False(busyReading.IsCompleted || busyWriting.IsCompleted);
        reading.Abort("enough");
        writing.Abort("enough");
        Assert.True(await busyReading > 1 << 20);
        Assert.True(await busyWriting > 1 << 20);
        foreach (var flow in (ITcpFlow[])[reading, writing, near, far])
        {
            await flow.DisposeAsync();
        }

        Array.ForEach(threads, thread => thread.Join());
    });

    [Fact]
    public void Without_descriptors_accepting_pauses_and_goes_on() => LoopKind.Epoll.Run(async rig =>
    {
        using var child = ChildProcess.Start("crowded");
        var at = new IpEndpoint(IPv4Address.Loopback, int.Parse((await child.Output.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture));
        var flows = new List<ITcpFlow>();
        for (var i = 0; i < 400; i++)
        {
            flows.Add(await rig.Stack.Tcp.ConnectAsync(at));
        }

        // The first are served, the last wait with the host; each is served as soon as there is room.
        var served = Task.WhenAll(flows.Select(async flow =>
        {
            await flow.SayAsync("x");
            Assert.Equal("x", await flow.HearAsync(1));
            await flow.DisposeAsync();
        }));
        await served;
        child.Signal(ChildProcess.SignalTerminate);
        var result = child.Finish();
        Assert.Equal(0, result.ExitCode);
        var lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("ready", lines[0], StringComparison.Ordinal);
        Assert.Contains("pauses until there is room: too many open files", lines[1], StringComparison.Ordinal);
    });

    private static async Task<int> ServeAsync(ITcpListener listener)
    {
        var handlers = new List<Task>();
        while (await listener.AcceptAsync() is { } flow)
        {
            handlers.Add(EchoAsync(flow));
        }

        await Task.WhenAll(handlers);
        return handlers.Count;
    }

    private static async Task EchoAsync(ITcpFlow flow)
    {
        while (await flow.HearAsync(5) is { Length: 5 } text)
        {
            await flow.SayAsync(text);
        }

        await flow.DisposeAsync();
    }

    private static async Task<long> ReadForEverAsync(ITcpFlow flow)
    {
        long count = 0;
        try
        {
            while (true)
            {
                var read = await flow.Input.ReadAsync();
                count += read.Buffer.Length;
                flow.Input.AdvanceTo(read.Buffer.End);
            }
        }
        catch (FlowResetException)
        {
            return count;
        }
    }

    private static async Task<long> WriteForEverAsync(ITcpFlow flow)
    {
        long count = 0;
        try
        {
            while (true)
            {
                flow.Output.Advance(flow.Output.GetMemory(10_000).Length);
                _ = await flow.Output.FlushAsync();
                count += 10_000;
            }
        }
        catch (FlowResetException)
        {
            return count;
        }
    }

    private static void SendForEver(Socket socket)
    {
        try
        {
            while (socket.Send(new byte[65536]) > 0)
            {
            }
        }
        catch (SocketException error)
        {
            Debug.Assert(error.SocketErrorCode != SocketError.Success);
        }
    }

    private static void ReceiveForEver(Socket socket)
    {
        try
        {
            var buffer = new byte[65536];
            while (socket.Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException error)
        {
            Debug.Assert(error.SocketErrorCode != SocketError.Success);
        }
    }
}
