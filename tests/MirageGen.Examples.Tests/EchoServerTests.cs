using System.Buffers;
using System.Text;

namespace MirageGen.Examples.Tests;

[Compose(typeof(EchoServer))]
internal sealed partial class ComposedEchoServer;

public sealed class EchoServerTests
{
    [Fact]
    public void Sends_back_a_stream_until_its_end() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var echo = await ComposedEchoServer.StartAsync(server);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(server.Address, 7007));
        var sent = new byte[100_000];
        world.Random.Fill(sent);

        var writing = WriteAsync(flow, sent);
        var received = await ReadToEndAsync(flow);
        await writing;

        Assert.Equal(sent, received);
    });

    [Fact]
    public void Answers_a_datagram_from_the_address_that_was_asked() => World.Run(async world =>
    {
        var server = world.AddHost("server", "10.0.0.1", "10.0.0.7");
        await using var echo = await ComposedEchoServer.StartAsync(server, port: 9);
        var answers = new DatagramQueue();
        await using var socket = world.AddHost("client").Udp.Bind(0, answers.Handler);

        socket.TrySend(new(IpEndpoint.Parse("10.0.0.7:9")), "ping"u8);
        var answer = await answers.ReadAllAsync(world.Stop).FirstAsync();

        Assert.Equal("ping", Encoding.ASCII.GetString(answer.Payload.Span));
        Assert.Equal("10.0.0.7:9", answer.Path.Remote.ToString());
    });

    private static async Task WriteAsync(ITcpFlow flow, byte[] content)
    {
        await flow.Output.WriteAsync(content);
        await flow.Output.CompleteAsync();
    }

    private static async Task<byte[]> ReadToEndAsync(ITcpFlow flow)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            if (read.IsCompleted)
            {
                return read.Buffer.ToArray();
            }

            flow.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
