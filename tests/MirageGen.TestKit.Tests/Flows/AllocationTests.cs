using System.Buffers;
using MirageGen.TestKit.Tests.Network;

namespace MirageGen.TestKit.Tests.Flows;

public sealed class AllocationTests
{
    [Fact]
    public void A_round_trip_over_a_flow_allocates_nothing() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Delay = TimeSpan.FromMilliseconds(1) });
        talk.Server.Start(stop => Echo.ServeAsync(talk.Far, stop));

        await Allocations.NoneAsync(AskAsync);

        async Task AskAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                talk.Near.Output.Write("question"u8);
                await talk.Near.Output.FlushAsync(world.Stop);
                var read = await talk.Near.Input.ReadAsync(world.Stop);
                talk.Near.Input.AdvanceTo(read.Buffer.End);
            }
        }
    });

    [Fact]
    public void Bulk_with_back_pressure_allocates_nothing() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, new() { Delay = TimeSpan.FromMilliseconds(1) });
        talk.Server.Start(stop => DrainAsync(talk.Far, stop));

        await Allocations.NoneAsync(SendAsync, rounds: 50);

        async Task SendAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                talk.Near.Output.GetSpan(60_000)[..60_000].Clear();
                talk.Near.Output.Advance(60_000);
                await talk.Near.Output.FlushAsync(world.Stop);
            }
        }
    });

    [Fact]
    public void Immutable_memory_costs_nothing_to_send() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Server.Start(stop => DrainAsync(talk.Far, stop));
        var page = new byte[20_000];

        await Allocations.NoneAsync(SendAsync, rounds: 50);

        async Task SendAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                talk.Near.WriteImmutable(page);
                await talk.Near.Output.FlushAsync(world.Stop);
            }
        }
    });

    [Fact]
    public void A_datagram_and_its_answer_allocate_nothing() => World.Run(async world =>
    {
        world.Internet.Wire = new() { Delay = TimeSpan.FromMilliseconds(1) };
        var server = world.AddHost("server");
        var client = world.AddHost("client");
        await using var echo = server.Udp.Bind(7, (IUdpSocket socket, in Datagram datagram) =>
            socket.TrySend(datagram.Path, datagram.Payload));
        var answer = new Loop.LoopCompletion<bool>();
        await using var socket = client.Udp.Bind(0, (IUdpSocket _, in Datagram _) => answer.SetResult(true));

        await Allocations.NoneAsync(AskAsync);

        async Task AskAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                answer.Reset();
                socket.TrySend(new(new(server.Address, 7)), "question"u8);
                await answer.Task;
            }
        }
    });

    [Fact]
    public void An_allocation_is_counted_and_reported()
    {
        var error = Assert.Throws<AllocationException>(() => Allocations.None(() => GC.KeepAlive(new byte[100]), rounds: 10));

        Assert.Equal(10, error.Rounds);
        Assert.Equal(1280, error.Octets);
        Assert.Equal("1280 octets were allocated in 10 rounds, 128 a round; there should be none.", error.Message);
        Assert.Equal(0, Allocations.Measure(() => { }));
        Allocations.None(() => { });

        var count = Allocations.Begin();
        GC.KeepAlive(new byte[100]);
        Assert.Equal(128, count.Octets);
        Assert.Throws<AllocationException>(() => count.ThrowIfAny());
    }

    private static async Task DrainAsync(ITcpFlow flow, CancellationToken stop)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            flow.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
