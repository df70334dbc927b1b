using System.Buffers;

namespace MirageGen.Unix.Tests;

public sealed class AllocationTests
{
    private const int Warming = 2000;
    private const int Measured = 5000;

    [Fact]
    public void An_echo_allocates_nothing_per_request() => LoopKind.Epoll.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        var server = EchoAsync(far);
        await AskAsync(near, Warming);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await AskAsync(near, Measured);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await near.DisposeAsync();
        await server;

        // What is allocated is the one task of AskAsync, however many requests it makes.
        Assert.InRange(allocated, 0, 1000);
    });

    [Fact]
    public void Immutable_data_is_sent_without_allocation() => LoopKind.Epoll.Run(async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        var body = new byte[20_000];
        await SendAsync(near, far, body, Warming);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await SendAsync(near, far, body, Measured);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        await near.DisposeAsync();
        await far.DisposeAsync();
    });

    [Fact]
    public void A_cancellable_read_allocates_nothing() => LoopKind.Epoll.Run(async rig =>
    {
        using var cancel = new CancellationTokenSource();
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        var server = EchoAsync(far);
        await AskAsync(near, Warming, cancel.Token);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await AskAsync(near, Measured, cancel.Token);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        await near.DisposeAsync();
        await server;
    });

    private static async Task AskAsync(ITcpFlow flow, int count, CancellationToken cancellation = default)
    {
        for (var i = 0; i < count; i++)
        {
            flow.Output.Write("GET / HTTP/1.1\r\n\r\n"u8);
            _ = await flow.Output.FlushAsync(cancellation);
            var read = await flow.Input.ReadAsync(cancellation);
            flow.Input.AdvanceTo(read.Buffer.End);
        }
    }

    private static async Task SendAsync(ITcpFlow near, ITcpFlow far, byte[] body, int count)
    {
        for (var i = 0; i < count; i++)
        {
            near.Output.Write("HTTP/1.1 200 OK\r\n\r\n"u8);
            near.WriteImmutable(body);
            _ = await near.Output.FlushAsync();
            long left = body.Length + 19;
            while (left > 0)
            {
                var read = await far.Input.ReadAsync();
                left -= read.Buffer.Length;
                far.Input.AdvanceTo(read.Buffer.End);
            }
        }
    }

    private static async Task EchoAsync(ITcpFlow flow)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            if (read.IsCompleted)
            {
                await flow.DisposeAsync();
                return;
            }

            foreach (var piece in read.Buffer)
            {
                flow.Output.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            _ = await flow.Output.FlushAsync();
        }
    }
}
