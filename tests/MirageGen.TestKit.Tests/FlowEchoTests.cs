using System.Buffers;

namespace MirageGen.TestKit.Tests;

public sealed class FlowEchoTests
{
    private static async Task Echo(ITcpFlow flow, CancellationToken stop)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            foreach (var piece in read.Buffer)
            {
                flow.Output.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            await flow.Output.FlushAsync(stop);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    [Fact]
    public void Echo_over_a_flow() => World.Run(async world =>
    {
        var server = world.AddHost("server", "10.0.0.2");
        var client = world.AddHost("client", "10.0.0.1");
        server.Start(stop => server.Tcp.ServeAsync(7, Echo, stop, log: server.Logs.CreateLogger("echo")));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        var flow = await client.Tcp.ConnectAsync(new(server.Address, 7), world.Stop);
        var sent = new byte[300_000];
        world.Random.Fill(sent);
        var writing = Write();
        var received = new MemoryStream();
        while (true)
        {
            var read = await flow.Input.ReadAsync(world.Stop);
            foreach (var piece in read.Buffer)
            {
                received.Write(piece.Span);
            }

            flow.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        await writing;
        await flow.DisposeAsync();
        Assert.Equal(sent, received.ToArray());
        Assert.Empty(client.Stack.Open);

        async Task Write()
        {
            await flow.Output.WriteAsync(sent, world.Stop);
            await flow.Output.CompleteAsync();
        }
    });

    [Fact]
    public void Throws_async_works() => World.Run(async world =>
    {
        var client = world.AddHost("client");
        world.AddHost("server", "10.9.9.9");
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await client.Tcp.ConnectAsync(IpEndpoint.Parse("10.9.9.9:80"), world.Stop));
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<DeviceException>(async () => await client.Tcp.ConnectAsync(IpEndpoint.Parse("10.9.9.10:80"), world.Stop));
        Assert.Contains("no answer within 00:02:07", error.Message, StringComparison.Ordinal);
    });
}
