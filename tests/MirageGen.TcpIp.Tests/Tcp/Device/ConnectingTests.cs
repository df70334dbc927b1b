using MirageGen.Conformance;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class ConnectingTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void Both_ends_know_both_ends() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        Assert.Equal(duo.ServerAt, near.RemoteEndpoint);
        Assert.Equal(near.LocalEndpoint, far.RemoteEndpoint);
        Assert.Equal(near.RemoteEndpoint, far.LocalEndpoint);
        Assert.Equal(duo.Client.V4, near.LocalEndpoint.Address);
        Assert.InRange(near.LocalEndpoint.Port, 32_768, 65_535);
    });

    [Fact]
    public void A_port_where_nobody_listens_refuses() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        Assert.Equal($"cannot connect to {duo.ServerAt}: it is refused", error.Message);
        Assert.InRange(world.Now, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3));
        Assert.Equal((1L, 1L), (duo.Client.Tcp.ReadCounters().FailedOpens, duo.Server.Tcp.ReadCounters().StrayResets));
        Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);
    });

    [Fact]
    public void A_host_that_does_not_answer_is_given_up_in_time() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { ConnectTimeout = TimeSpan.FromSeconds(20) });
        duo.Client.Network.Unplug();
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        Assert.Equal($"cannot connect to {duo.ServerAt}: no answer in time", error.Message);
        Assert.InRange(world.Now, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(40));
        Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);
    });

    [Fact]
    public void Lost_handshakes_are_made_good() => World.RunMany(10, async world =>
    {
        // Bad for three tries at most: however unlucky a run is, no end gives up.
        var duo = new Duo(world, Near with { Loss = 0.3 });
        var healed = HealAsync();
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        await near.SayAsync("hello");
        var far = await listener.AcceptAsync(world.Stop);
        Assert.Equal("hello", await far!.HearAsync(5));
        await healed;

        async Task HealAsync()
        {
            await world.DelayAsync(TimeSpan.FromSeconds(5));
            world.Segment().Wire = Near;
        }
    });

    [Fact]
    public void Without_a_route_there_is_no_attempt() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        duo.Client.Ip.HasNoRoute = true;
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        Assert.Equal($"cannot connect to {duo.ServerAt}: there is no route to it", error.Message);
    });

    [Fact]
    public void A_route_that_goes_for_a_while_loses_nothing() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        duo.Client.Ip.HasNoRoute = true;
        await near.SayAsync("hello");
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        Assert.False(far.Input.TryRead(out _));
        duo.Client.Ip.HasNoRoute = false;
        Assert.Equal("hello", await far.HearAsync(5));
        Assert.NotEqual(0, duo.Client.Tcp.ReadCounters().DroppedNoRoute);
    });

    [Fact]
    public void A_cancelled_attempt_ends_at_once() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        duo.Client.Network.Unplug();
        using var cancel = new CancellationTokenSource();
        var connecting = duo.Client.Tcp.ConnectAsync(duo.ServerAt, cancel.Token);
        await world.DelayAsync(TimeSpan.FromSeconds(2));
        Assert.False(connecting.IsCompleted);
        cancel.Cancel();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connecting);
        Assert.Equal(cancel.Token, error.CancellationToken);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, duo.Client.Tcp.ReadCounters().Connections);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, cancel.Token));
    });

    [Fact]
    public void A_place_without_address_or_port_is_no_place() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await Assert.ThrowsAsync<ArgumentException>(async () => await duo.Client.Tcp.ConnectAsync(new(duo.Server.V4, 0), world.Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await duo.Client.Tcp.ConnectAsync(new(IpAddress.None, 80), world.Stop));
    });

    [Fact]
    public void When_every_port_is_taken_an_attempt_says_so() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { FirstEphemeralPort = 50_000, LastEphemeralPort = 50_003 });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var flows = new List<ITcpFlow>();
        for (var i = 0; i < 4; i++)
        {
            flows.Add(await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        }

        Assert.Equal([50_000, 50_001, 50_002, 50_003], flows.Select(flow => flow.LocalEndpoint.Port).Order());
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        Assert.Equal($"cannot connect to {duo.ServerAt}: each of the 4 ports has a connection to it", error.Message);
    });

    [Fact]
    public void A_port_in_time_wait_is_taken_before_an_attempt_is_refused() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { FirstEphemeralPort = 50_000, LastEphemeralPort = 50_000 });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        for (var i = 0; i < 5; i++)
        {
            var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            var far = (await listener.AcceptAsync(world.Stop))!;
            await near.SayAsync($"{i}");
            Assert.Equal($"{i}", await far.HearAsync(1));
            var disposed = near.DisposeAsync();
            Assert.Equal(string.Empty, await far.HearAllAsync());
            await far.DisposeAsync();
            await disposed;
            await world.DelayAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(1, duo.Client.Tcp.ReadCounters().TimeWaits);
        }

        Assert.Equal(4, duo.Client.Tcp.ReadCounters().TimeWaitsRecycled);
    });

    [Fact]
    public void What_is_over_takes_no_place_in_the_table() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, client: new() { MaxConnections = 2 });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var first = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        await Task.WhenAll(first.DisposeAsync().AsTask(), far.DisposeAsync().AsTask());
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, duo.Client.Tcp.ReadCounters().TimeWaits);

        _ = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        _ = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        Assert.Equal((3, 1), (duo.Client.Tcp.ReadCounters().Connections, duo.Client.Tcp.ReadCounters().TimeWaits));
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
        Assert.Equal($"cannot connect to {duo.ServerAt}: there are 2 connections, as many as there may be", error.Message);
    });

    [Fact]
    public void A_report_that_nobody_is_there_ends_the_attempt() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        var connecting = duo.Client.Tcp.ConnectAsync(new(raw.Address, 80), world.Stop);
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        var syn = Assert.Single(raw.Heard);
        var packet = new IpHeader(duo.Client.V4, raw.Address, IpProtocol.Tcp);

        duo.Client.Ip.Report(IpErrorKind.PortUnreachable, packet, Quoted(syn, sequence: syn.Sequence + 1000));
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        Assert.False(connecting.IsCompleted);

        duo.Client.Ip.Report(IpErrorKind.PortUnreachable, packet, Quoted(syn, syn.Sequence));
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await connecting);
        Assert.Contains("cannot connect to", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void The_end_of_the_device_ends_attempts_and_flows() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        var read = near.Input.ReadAsync(world.Stop);
        var connecting = duo.Client.Tcp.ConnectAsync(new(IpAddress.Parse("10.9.9.9"), 80), world.Stop);
        await using var listener = duo.Client.Tcp.Listen(new(IpAddress.None, 81));
        var accepting = listener.AcceptAsync(world.Stop);
        await duo.Client.Tcp.DisposeAsync();

        await Assert.ThrowsAsync<FlowResetException>(async () => await read);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await connecting);
        Assert.Contains("shut down", error.Message, StringComparison.Ordinal);
        Assert.Null(await accepting);
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.ReadAsync(world.Stop));
        await near.DisposeAsync();
        Assert.Equal((0, 0L), (duo.Client.Tcp.ReadCounters().Connections, duo.Client.Tcp.ReadCounters().BufferOctets));
        Assert.Throws<ObjectDisposedException>(() => duo.Client.Tcp.Listen(new(IpAddress.None, 82)));
    });

    private static byte[] Quoted(TcpHeader header, TcpSequence sequence)
    {
        header.Sequence = sequence;
        var octets = new byte[60];
        _ = TcpHeaderFormat.Write(octets, header);
        return octets[..8];
    }
}
