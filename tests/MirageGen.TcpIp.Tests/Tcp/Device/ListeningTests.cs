using MirageGen.Conformance;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class ListeningTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void A_port_is_taken_once() => World.Run(async world =>
    {
        var duo = new Duo(world);
        var tcp = duo.Server.Tcp;
        await using var any = tcp.Listen(new(IpAddress.None, 80));
        foreach (var at in (IpEndpoint[])[new(IpAddress.None, 80), new(duo.Server.V4, 80), new(duo.Server.V6, 80)])
        {
            var error = Assert.Throws<DeviceException>(() => tcp.Listen(at));
            Assert.Equal($"cannot listen on {at}: the port is taken", error.Message);
        }

        await using var four = tcp.Listen(new(duo.Server.V4, 81));
        await using var six = tcp.Listen(new(duo.Server.V6, 81));
        Assert.Throws<DeviceException>(() => tcp.Listen(new(duo.Server.V4, 81)));
        Assert.Throws<DeviceException>(() => tcp.Listen(new(IpAddress.None, 81)));

        await any.DisposeAsync();
        await using var again = tcp.Listen(new(IpAddress.None, 80));
    });

    [Fact]
    public void An_address_of_others_is_refused() => World.Run(world =>
    {
        var duo = new Duo(world);
        var error = Assert.Throws<DeviceException>(() => duo.Server.Tcp.Listen(new(duo.Client.V4, 80)));
        Assert.Equal(
            $"cannot listen on {duo.Client.V4}:80: the address is none of this host's, which are {duo.Server.V4}, {duo.Server.V6}",
            error.Message);
        return Task.CompletedTask;
    });

    [Fact]
    public void Port_zero_is_any_free_port() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { FirstEphemeralPort = 50_000, LastEphemeralPort = 50_001 });
        await using var first = duo.Server.Tcp.Listen(new(IpAddress.None, 0));
        await using var second = duo.Server.Tcp.Listen(new(IpAddress.None, 0));
        Assert.Equal([50_000, 50_001], new[] { first.LocalEndpoint.Port, second.LocalEndpoint.Port }.Order());
        var error = Assert.Throws<DeviceException>(() => duo.Server.Tcp.Listen(new(IpAddress.None, 0)));
        Assert.Equal("cannot listen on *:0: every port is taken", error.Message);
        await using var flow = await duo.Client.Tcp.ConnectAsync(new(duo.Server.V4, second.LocalEndpoint.Port), world.Stop);
        Assert.NotNull(await second.AcceptAsync(world.Stop));
    });

    [Fact]
    public void A_listener_on_one_address_is_not_on_the_others() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(new(duo.Server.V6, 80));
        await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        await using var flow = await duo.Client.Tcp.ConnectAsync(new(duo.Server.V6, 80), world.Stop);
    });

    [Fact]
    public void No_more_wait_than_the_backlog_and_none_is_lost() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80), new() { Backlog = 3 });
        var asking = Enumerable.Range(0, 8).Select(AskAsync).ToArray();
        await world.DelayAsync(TimeSpan.FromMilliseconds(500));
        Assert.Equal(3, duo.Server.Tcp.ReadCounters().PassiveOpens);
        Assert.NotEqual(0, duo.Server.Tcp.ReadCounters().DroppedBacklog);

        var heard = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await using var flow = (await listener.AcceptAsync(world.Stop))!;
            heard.Add(await flow.HearAllAsync());
        }

        await Task.WhenAll(asking);
        Assert.Equal("01234567".Select(digit => $"{digit}"), heard.Order());

        async Task AskAsync(int number)
        {
            await using var flow = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            await flow.SayAsync($"{number}");
        }
    });

    [Fact]
    public void Disposing_ends_the_accept_and_resets_those_that_wait() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        var first = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        await listener.DisposeAsync();
        await listener.DisposeAsync();
        Assert.Null(await listener.AcceptAsync(world.Stop));
        await Assert.ThrowsAsync<FlowResetException>(async () => await first.Input.ReadAsync(world.Stop));
        await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));

        listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        var accepting = listener.AcceptAsync(world.Stop);
        await listener.DisposeAsync();
        Assert.Null(await accepting);
    });

    [Fact]
    public void Disposing_ends_handshakes_that_are_under_way() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        await raw.SendAsync(duo.ServerAt, new() { SourcePort = 1000, Flags = TcpFlags.Syn });
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().HalfOpen);
        await listener.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal((0, 0), (duo.Server.Tcp.ReadCounters().HalfOpen, duo.Server.Tcp.ReadCounters().Connections));
    });

    [Fact]
    public void A_handshake_that_is_never_completed_is_forgotten() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        await raw.SendAsync(duo.ServerAt, new() { SourcePort = 1000, Flags = TcpFlags.Syn });
        await world.DelayAsync(TimeSpan.FromMinutes(5));
        Assert.Equal((0, 0, 1L), (
            duo.Server.Tcp.ReadCounters().HalfOpen, duo.Server.Tcp.ReadCounters().Connections, duo.Server.Tcp.ReadCounters().FailedOpens));
        Assert.InRange(raw.Heard.Count, 3, 8);
    });

    [Fact]
    public void A_cancelled_accept_loses_nothing() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        using var cancel = new CancellationTokenSource();
        var accepting = listener.AcceptAsync(cancel.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await listener.AcceptAsync(world.Stop));
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await accepting);
        await using var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        await using var far = await listener.AcceptAsync(world.Stop);
        await near.SayAsync("hello");
        Assert.Equal("hello", await far!.HearAsync(5));
    });

    [Fact]
    public void What_arrives_before_the_accept_is_there_after() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        await near.SayAsync("early");
        await near.Output.CompleteAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        var far = await listener.AcceptAsync(world.Stop);
        Assert.Equal("early", await far!.HearAllAsync());
    });
}
