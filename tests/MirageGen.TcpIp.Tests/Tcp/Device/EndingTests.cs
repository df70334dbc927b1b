using System.Buffers;
using MirageGen.Conformance;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class EndingTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void A_peer_that_vanishes_is_given_up_and_the_writer_told() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, _) = await duo.ConnectAsync();
        duo.Client.Network.Unplug();
        near.WriteImmutable(new byte[10 << 20]);
        var flush = near.Output.FlushAsync();
        var read = near.Input.ReadAsync();
        var error = await Assert.ThrowsAsync<FlowResetException>(async () => await flush);
        Assert.Equal($"the connection with {duo.ServerAt} is gone: the peer does not answer any more", error.Message);
        await Assert.ThrowsAsync<FlowResetException>(async () => await read);
        Assert.InRange(world.Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
        await near.DisposeAsync();
        Assert.Equal((0, 0L, 1L), (
            duo.Client.Tcp.ReadCounters().Connections, duo.Client.Tcp.ReadCounters().BufferOctets, duo.Client.Tcp.ReadCounters().Resets));
    });

    [Fact]
    public void Disposing_towards_a_peer_that_has_vanished_ends() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, _) = await duo.ConnectAsync();
        duo.Client.Network.Unplug();
        await near.SayAsync("anybody there?");
        await near.DisposeAsync();
        Assert.InRange(world.Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
        Assert.Equal((0, 0L), (duo.Client.Tcp.ReadCounters().Connections, duo.Client.Tcp.ReadCounters().BufferOctets));
    });

    [Fact]
    public void Disposing_waits_until_the_peer_has_everything() => World.Run(async world =>
    {
        var duo = new Duo(world, SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1), Loss = 0.05 });
        var (near, far) = await duo.ConnectAsync();
        var heard = far.Input.CountToEndAsync();
        near.WriteImmutable(new byte[1 << 20]);
        await near.DisposeAsync();
        Assert.Equal(1 << 20, await heard);
    });

    [Fact]
    public void An_abort_while_sending_resets_the_peer_at_once() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        near.WriteImmutable(new byte[10 << 20]);
        var flush = near.Output.FlushAsync();
        var counted = far.Input.CountToEndAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(5));
        near.Abort("enough");
        await Assert.ThrowsAsync<FlowResetException>(async () => await flush);
        var error = await Assert.ThrowsAsync<FlowResetException>(async () => await counted);
        Assert.Contains("the peer reset it", error.Message, StringComparison.Ordinal);
        Assert.InRange(world.Now, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        await world.DelayAsync(TimeSpan.FromMilliseconds(5));
        Assert.Equal((0, 0L), (duo.Client.Tcp.ReadCounters().Connections, duo.Client.Tcp.ReadCounters().BufferOctets));
        Assert.Equal((0, 0L), (duo.Server.Tcp.ReadCounters().Connections, duo.Server.Tcp.ReadCounters().BufferOctets));
    });

    [Fact]
    public void A_peer_that_sends_for_ever_to_a_flow_that_was_left_is_reset() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        var sending = SendForEverAsync(far);
        await near.DisposeAsync();
        await Assert.ThrowsAsync<FlowResetException>(async () => await sending);
        Assert.InRange(world.Now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);

        async Task SendForEverAsync(ITcpFlow flow)
        {
            while (true)
            {
                flow.Output.Write(new byte[1000]);
                _ = await flow.Output.FlushAsync();
                await world.DelayAsync(TimeSpan.FromMilliseconds(10));
            }
        }
    });

    [Fact]
    public void A_peer_that_never_ends_is_forgotten() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        await near.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);
        Assert.Equal(string.Empty, await far.HearAllAsync());
        await far.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, duo.Server.Tcp.ReadCounters().Connections);
    });

    [Fact]
    public void A_silent_peer_is_asked_and_given_up_where_that_is_wanted() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { KeepAlive = TimeSpan.FromMinutes(10) });
        var (near, _) = await duo.ConnectAsync();
        var read = near.Input.ReadAsync();
        await world.DelayAsync(TimeSpan.FromHours(1));
        Assert.False(read.IsCompleted);
        duo.Client.Network.Unplug();
        await Assert.ThrowsAsync<FlowResetException>(async () => await read);
        Assert.InRange(world.Now, TimeSpan.FromMinutes(65), TimeSpan.FromMinutes(90));
    });

    [Fact]
    public void A_new_connection_from_the_same_port_takes_the_place_of_one_in_time_wait() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { FirstEphemeralPort = 50_000, LastEphemeralPort = 50_000 });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        for (var i = 0; i < 5; i++)
        {
            var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            var far = (await listener.AcceptAsync(world.Stop))!;

            // The server ends first, so that the wait is its.
            var disposed = far.DisposeAsync();
            Assert.Equal(string.Empty, await near.HearAllAsync());
            await near.DisposeAsync();
            await disposed;
            await world.DelayAsync(TimeSpan.FromSeconds(2));
            Assert.Equal((1, 1), (duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().Connections));
            Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);
        }

        Assert.Equal(4, duo.Server.Tcp.ReadCounters().TimeWaitsRecycled);
        Assert.InRange(world.Now, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    });

    [Fact]
    public void What_is_late_for_a_connection_in_time_wait_opens_nothing() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        var disposed = far.DisposeAsync();
        Assert.Equal(string.Empty, await near.HearAllAsync());
        await near.DisposeAsync();
        await disposed;
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().TimeWaits);

        // The client knows of no connection any more, and would answer with resets, which end the wait.
        duo.Client.Network.Unplug();
        var ip = new IpHeader(duo.Client.V4, duo.Server.V4, IpProtocol.Tcp);
        foreach (var flags in (TcpFlags[])[TcpFlags.Ack, TcpFlags.Ack | TcpFlags.Fin, TcpFlags.Psh, TcpFlags.Syn | TcpFlags.Ack])
        {
            var header = new TcpHeader
            {
                SourcePort = (ushort)near.LocalEndpoint.Port,
                DestinationPort = Duo.Port,
                Sequence = new(world.Random.NextInt32(2) == 0 ? 0 : 0x8000_0000),
                Flags = flags,
                Options = new() { HasTimestamps = true, TimestampValue = (uint)world.Random.NextUInt64() },
            };
            duo.Server.Ip.Inject(ip, RawPeer.Compose(ip, header));
        }

        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal((1, 0, 0L), (
            duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().HalfOpen, duo.Server.Tcp.ReadCounters().TimeWaitsRecycled));
    });

    [Fact]
    public void No_more_are_kept_in_time_wait_than_may_be() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxTimeWaits = 3 });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        for (var i = 0; i < 8; i++)
        {
            var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            var far = (await listener.AcceptAsync(world.Stop))!;
            var disposed = far.DisposeAsync();
            Assert.Equal(string.Empty, await near.HearAllAsync());
            await near.DisposeAsync();
            await disposed;
        }

        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((3, 3, 5L), (
            duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().Connections, duo.Server.Tcp.ReadCounters().TimeWaitsRecycled));
        await duo.SettleAsync();
        Assert.Equal((0, 0), (duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().Connections));
    });

    [Fact]
    public void A_host_that_crashed_answers_what_it_knows_nothing_of_with_a_reset() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, _) = await duo.ConnectAsync();
        var server = duo.Server.Host;
        server.Crash();
        duo.Neighbours.Remove(duo.Server.Ip);
        var ip = new StaticIp(new(server, SimulatedHost.DefaultDeviceName), duo.Neighbours);
        _ = TcpTransport.Create(ip, server.Clock, new SimulatedRandom(server), server.Logs.CreateLogger("tcp"), TcpTransportOptions.Default);
        await near.SayAsync("still there?");
        await Assert.ThrowsAsync<FlowResetException>(async () => await near.Input.ReadAsync(world.Stop));
    });
}
