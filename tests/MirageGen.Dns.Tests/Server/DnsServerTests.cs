using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

/// <summary>The server on a host of a world.</summary>
public sealed class DnsServerTests
{
    private const string Text = "@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n$GENERATE 1-60 big TXT \"record number $ of a big set\"\n";

    [Fact]
    public void A_datagram_is_answered_from_where_it_was_sent_to() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        var answers = new DatagramQueue();
        await using var socket = world.AddHost("client").Udp.Bind(0, answers.Handler);

        socket.TrySend(new(new(host.Address, 53)), TestServer.Query("ns.example.", RecordType.A));
        await foreach (var answer in answers.ReadAllAsync(world.Stop))
        {
            Assert.Equal(new IpEndpoint(host.Address, 53), answer.Path.Remote);
            Assert.Equal(["ns.example. 60 IN A 192.0.2.1"], TestResponse.Read(answer.Payload.Span).Answers);
            break;
        }
    });

    [Fact]
    public void Requests_in_a_row_are_answered_in_their_order() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        foreach (var type in new[] { RecordType.A, RecordType.Txt, RecordType.Soa })
        {
            Send(flow, TestServer.Query(type == RecordType.Txt ? "big.example." : type == RecordType.A ? "ns.example." : "example.", type));
        }

        await flow.Output.FlushAsync();

        Assert.Single((await ReceiveAsync(flow))!.Answers);
        Assert.Equal(60, (await ReceiveAsync(flow))!.Answers.Length);
        Assert.Contains("SOA", (await ReceiveAsync(flow))!.Answers[0], StringComparison.Ordinal);
    });

    [Fact]
    public void A_connection_without_requests_is_closed() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));

        Assert.Null(await ReceiveAsync(flow));
        Assert.InRange(world.Now.TotalSeconds, 10, 11);
    });

    [Fact]
    public void Half_a_request_does_not_keep_a_connection() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        for (var i = 0; i < 5; i++)
        {
            await flow.Output.WriteAsync(new byte[] { 1 });
            await world.DelayAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await ReceiveAsync(flow));
        Assert.InRange(world.Now.TotalSeconds, 10, 11);
    });

    [Fact]
    public void Who_has_waited_longest_without_a_request_gives_way() => World.Run(async world =>
    {
        var (host, _) = Start(world, room: 5);
        var client = world.AddHost("client");
        var flows = new List<ITcpFlow>();
        for (var i = 0; i < 4; i++)
        {
            flows.Add(await client.Tcp.ConnectAsync(new(host.Address, 53)));
            await world.DelayAsync(TimeSpan.FromSeconds(0.1));
        }

        await AskAsync(flows[0]);
        for (var i = 0; i < 2; i++)
        {
            flows.Add(await client.Tcp.ConnectAsync(new(host.Address, 53)));
            await AskAsync(flows[^1]);
        }

        Assert.Null(await ReceiveAsync(flows[1]));
        Assert.Null(await ReceiveAsync(flows[2]));
        await AskAsync(flows[0]);
        await AskAsync(flows[3]);
        Assert.InRange(world.Now.TotalSeconds, 0, 1);
        await DisposeAsync(flows);
    });

    [Fact]
    public void Any_number_that_asks_for_nothing_shuts_out_nobody() => World.Run(async world =>
    {
        var (host, _) = Start(world, room: 16);
        var client = world.AddHost("client");
        var flows = new List<ITcpFlow>();
        for (var i = 0; i <= 200; i++)
        {
            flows.Add(await client.Tcp.ConnectAsync(new(host.Address, 53)));
        }

        await AskAsync(flows[^1]);
        Assert.InRange(world.Now.TotalSeconds, 0, 1);
        Assert.InRange(host.Stack.Open.Count(static open => open.Contains("TCP flow", StringComparison.Ordinal)), 1, 16);
        await DisposeAsync(flows);
    });

    [Fact]
    public void Where_there_is_room_for_one_it_goes_when_it_has_its_answer() => World.Run(async world =>
    {
        var (host, _) = Start(world, room: 1);
        var client = world.AddHost("client");
        for (var i = 0; i < 3; i++)
        {
            await using var flow = await client.Tcp.ConnectAsync(new(host.Address, 53));
            await AskAsync(flow);
            Assert.Null(await ReceiveAsync(flow));
        }

        Assert.InRange(world.Now.TotalSeconds, 0, 1);
    });

    [Fact]
    public void What_is_no_request_ends_the_connection() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        Send(flow, [1, 2, 3]);
        await flow.Output.FlushAsync();

        await Assert.ThrowsAsync<FlowResetException>(async () => await ReceiveAsync(flow));
    });

    [Fact]
    public void A_client_that_takes_no_responses_is_reset() => World.Run(async world =>
    {
        var (host, _) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        await Assert.ThrowsAsync<FlowResetException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Send(flow, TestServer.Query("big.example.", RecordType.Txt));
            }

            await flow.Output.FlushAsync(world.Stop);
            await world.DelayAsync(TimeSpan.FromSeconds(30));
            while (await ReceiveAsync(flow) is not null)
            {
            }
        });
    });

    [Fact]
    public void Zones_are_changed_while_it_runs() => World.Run(async world =>
    {
        var (host, server) = Start(world);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        server.Zones = new ZoneSet(TestServer.ReadZone("@ SOA ns h 2 1 1 1 1\n@ NS ns\nns A 192.0.2.99\n"));
        Send(flow, TestServer.Query("ns.example.", RecordType.A));
        await flow.Output.FlushAsync();

        Assert.Equal(["ns.example. 60 IN A 192.0.2.99"], (await ReceiveAsync(flow))!.Answers);
    });

    [Fact]
    public void Stopping_ends_idle_connections() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        var server = Make(host);
        var serving = host.Start(stop => server.RunAsync(53, stop), "server");
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(host.Address, 53));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        await serving.StopAsync();

        Assert.Null(await ReceiveAsync(flow));
        Assert.InRange(world.Now.TotalSeconds, 1, 2);
    });

    private static (SimulatedHost Host, DnsServer Server) Start(World world, int room = 1000)
    {
        var host = world.AddHost("server");
        host.Stack.MaxConnections = room;
        var server = Make(host);
        host.Start(stop => server.RunAsync(53, stop), "server");
        return (host, server);
    }

    private static DnsServer Make(SimulatedHost host) =>
        new(host.Stack, host.Clock, SimulatedRandom.FromSeed(1), host.Logs.CreateLogger<DnsServer>())
        {
            Zones = new ZoneSet(TestServer.ReadZone(Text)),
        };

    private static async Task AskAsync(ITcpFlow flow)
    {
        Send(flow, TestServer.Query("ns.example.", RecordType.A));
        await flow.Output.FlushAsync();
        Assert.Single((await ReceiveAsync(flow))!.Answers);
    }

    private static async Task DisposeAsync(List<ITcpFlow> flows)
    {
        foreach (var flow in flows)
        {
            await flow.DisposeAsync();
        }
    }

    private static void Send(ITcpFlow flow, ReadOnlySpan<byte> request)
    {
        var room = flow.Output.GetSpan(sizeof(ushort) + request.Length);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)request.Length);
        request.CopyTo(room[sizeof(ushort)..]);
        flow.Output.Advance(sizeof(ushort) + request.Length);
    }

    private static async Task<TestResponse?> ReceiveAsync(ITcpFlow flow)
    {
        var head = new byte[sizeof(ushort)];
        var input = flow.Input.AsStream(leaveOpen: true);
        if (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await input.ReadExactlyAsync(message);
        return TestResponse.Read(message);
    }
}
