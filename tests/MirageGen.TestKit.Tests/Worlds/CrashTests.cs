using System.Buffers;
using System.Globalization;
using System.Text;
using MirageGen.TestKit.Tests.Network;

namespace MirageGen.TestKit.Tests.Worlds;

public sealed class CrashTests
{
    [Fact]
    public void An_appliance_starts_again_with_what_it_had_flushed() => World.RunMany(20, async world =>
    {
        var host = world.AddHost("counter");
        host.Start(stop => CountAsync(host, stop));
        await world.DelayAsync(TimeSpan.FromMilliseconds(world.Random.NextInt32(100, 10_000)));
        var before = int.Parse(host.Store().PeekText("count") ?? "0", CultureInfo.InvariantCulture);
        host.Crash();
        var after = int.Parse(host.Store().PeekText("count") ?? "0", CultureInfo.InvariantCulture);
        Assert.InRange(before - after, 0, 9);
        Assert.Equal(0, after % 10);

        host.Start(stop => CountAsync(host, stop));
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        Assert.True(int.Parse(host.Store().PeekText("count")!, CultureInfo.InvariantCulture) > after);
    });

    [Fact]
    public void What_ran_is_frozen_and_cleans_nothing_up() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var events = new List<string>();
        var store = host.Store();
        host.Start(async stop =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(10), host.Clock, stop);
                events.Add("woke up");
            }
            finally
            {
                events.Add("cleaned up");
            }
        });
        host.Start(async stop =>
        {
            try
            {
                while (true)
                {
                    // Completes at once, and yet not for somebody who has crashed.
                    await store.SetAsync("ghost", "boo"u8.ToArray(), stop);
                    await Task.Yield();
                }
            }
            finally
            {
                events.Add("cleaned up");
            }
        });
        await world.DelayAsync(TimeSpan.Zero);
        host.Crash();
        await world.DelayAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(events);
        Assert.Empty(host.Store().Keys);
    });

    [Fact]
    public void Peers_find_out_when_they_send() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Server.Crash();
        var reading = talk.Near.Input.ReadAsync(world.Stop).AsTask();
        await world.DelayAsync(TimeSpan.FromHours(1));
        Assert.False(reading.IsCompleted);

        talk.Near.Output.Write("hello?"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        await Assert.ThrowsAsync<FlowResetException>(() => reading);
    });

    [Fact]
    public void A_peer_that_ends_its_flow_is_answered_with_a_reset() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Server.Crash();
        await talk.Near.Output.CompleteAsync();

        await Assert.ThrowsAsync<FlowResetException>(async () => await talk.Near.Input.ReadAsync(world.Stop));
    });

    [Fact]
    public void Ports_names_and_segments_are_free_again() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var client = world.AddHost("client");
        _ = host.Tcp.Listen(new(IpAddress.None, 80));
        _ = host.Udp.Bind(53, (IUdpSocket _, in Datagram _) => { });
        _ = new SimulatedNetwork(host, "lan");
        var reading = host.Console.ReadLineAsync(world.Stop);
        host.Crash();
        Assert.Empty(host.Stack.Open);

        await using var listener = host.Tcp.Listen(new(IpAddress.None, 80));
        await using var socket = host.Udp.Bind(53, (IUdpSocket _, in Datagram _) => { });
        await using var network = new SimulatedNetwork(host, "lan");
        await client.Tcp.ConnectAsync(new(host.Address, 80), world.Stop);
        host.Console.Type("typed later");
        Assert.Equal("typed later", await host.Console.ReadLineAsync(world.Stop));
        Assert.False(reading.IsCompleted);
    });

    [Fact]
    public void Devices_of_before_complete_nothing() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        var (tcp, udp) = (talk.Server.Tcp, talk.Server.Udp);
        var disk = talk.Server.Disk();
        talk.Server.Crash();
        Task[] waits =
        [
            talk.Far.Input.ReadAsync(world.Stop).AsTask(),
            talk.Far.Output.WriteAsync(new byte[1], world.Stop).AsTask(),
            talk.Far.DisposeAsync().AsTask(),
            tcp.ConnectAsync(new(talk.Client.Address, 80), world.Stop).AsTask(),
            tcp.Listen(new(IpAddress.None, 80)).AcceptAsync(world.Stop).AsTask(),
            disk.FlushAsync(world.Stop).AsTask(),
        ];
        var socket = udp.Bind(53, (IUdpSocket _, in Datagram _) => { });
        Assert.False(socket.TrySend(new(new(talk.Client.Address, 1)), [1]));
        await world.DelayAsync(TimeSpan.FromHours(1));

        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        Assert.Empty(talk.Server.Stack.Open);
    });

    [Fact]
    public void A_crash_in_the_middle_of_everything_is_reproducible() => World.RunReproducibly(async world =>
    {
        world.Internet.Wire = Wire.Distant;
        var server = world.AddHost("server");
        var client = world.AddHost("client");
        for (var i = 0; i < 5; i++)
        {
            server.Start(stop => server.Tcp.ServeAsync(7, Flows.Echo.ServeAsync, stop));
            await TalkAsync();
        }

        async Task TalkAsync()
        {
            // Whoever only waits for an answer never learns that the other end has crashed.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), world.Clock);
            try
            {
                await using var flow = await client.Tcp.ConnectAsync(new(server.Address, 7), world.Stop);
                var crashing = CrashAsync();
                while (true)
                {
                    await flow.Output.WriteAsync(Encoding.UTF8.GetBytes($"it is {world.Now}"), world.Stop);
                    var read = await flow.Input.ReadAsync(patience.Token);
                    flow.Input.AdvanceTo(read.Buffer.End);
                    await world.DelayAsync(TimeSpan.FromMilliseconds(10));
                    if (crashing.IsCompleted)
                    {
                        await crashing;
                    }
                }
            }
            catch (Exception end) when (end is FlowResetException or OperationCanceledException)
            {
                world.Note(end.Message);
            }
        }

        async Task CrashAsync()
        {
            await world.DelayAsync(world.Random.NextTimeSpan(TimeSpan.FromSeconds(2)));
            server.Crash(world.Random);
        }
    });

    private static async Task CountAsync(SimulatedHost host, CancellationToken stop)
    {
        var store = host.Store();
        var clock = host.Clock;
        var count = int.Parse(store.PeekText("count") ?? "0", CultureInfo.InvariantCulture);
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), clock, stop);
            await store.SetAsync("count", Encoding.UTF8.GetBytes($"{++count}"), stop);
            if (count % 10 == 0)
            {
                await store.FlushAsync(stop);
            }
        }
    }
}
