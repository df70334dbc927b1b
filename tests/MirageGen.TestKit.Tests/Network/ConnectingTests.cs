namespace MirageGen.TestKit.Tests.Network;

public sealed class ConnectingTests
{
    private static readonly Wire TenMilliseconds = new() { Delay = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public void A_connection_takes_a_round_trip_and_is_accepted_half_a_trip_later() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        Assert.Equal(TimeSpan.FromMilliseconds(20), world.Now);

        await listener.AcceptAsync(world.Stop);
        Assert.Equal(TimeSpan.FromMilliseconds(30), world.Now);
    });

    [Fact]
    public void Both_ends_know_both_endpoints() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);

        Assert.Equal(IpEndpoint.Parse("10.0.0.2:80"), talk.Near.RemoteEndpoint);
        Assert.Equal(IpEndpoint.Parse("10.0.0.1:49152"), talk.Near.LocalEndpoint);
        Assert.Equal(talk.Near.LocalEndpoint, talk.Far.RemoteEndpoint);
        Assert.Equal(talk.Near.RemoteEndpoint, talk.Far.LocalEndpoint);
    });

    [Fact]
    public void IPv6_reaches_the_same_host() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var flow = await client.Tcp.ConnectAsync(new(server.Addresses[1], 80), world.Stop);

        Assert.Equal(client.Addresses[1], flow.LocalEndpoint.Address);
    });

    [Fact]
    public void A_host_reaches_itself() => World.Run(async world =>
    {
        var (client, _) = Hosts(world);
        await using var listener = client.Tcp.Listen(new(IpAddress.None, 80));
        foreach (var address in (IpAddress[])[IPv4Address.Loopback, IPv6Address.Loopback, client.Address])
        {
            var flow = await client.Tcp.ConnectAsync(new(address, 80), world.Stop);
            var accepted = await listener.AcceptAsync(world.Stop);
            Assert.Equal(flow.LocalEndpoint, accepted!.RemoteEndpoint);
        }
    });

    [Fact]
    public void A_port_nobody_listens_on_refuses_after_a_round_trip() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        var error = await Assert.ThrowsAsync<DeviceException>(
            async () => await client.Tcp.ConnectAsync(new(server.Address, 81), world.Stop));

        Assert.Equal("cannot connect to 10.0.0.2:81: refused by server", error.Message);
        Assert.Equal(TimeSpan.FromMilliseconds(20), world.Now);
    });

    [Fact]
    public void A_listener_on_one_address_is_not_found_on_another() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(server.Address, 80));

        await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        await Assert.ThrowsAsync<DeviceException>(
            async () => await client.Tcp.ConnectAsync(new(server.Addresses[1], 80), world.Stop));
    });

    [Fact]
    public void An_address_of_nobody_does_not_answer() => World.Run(async world =>
    {
        var (client, _) = Hosts(world);
        var error = await Assert.ThrowsAsync<DeviceException>(
            async () => await client.Tcp.ConnectAsync(IpEndpoint.Parse("192.0.2.1:80"), world.Stop));

        Assert.Equal(
            "cannot connect to 192.0.2.1:80: no answer within 00:02:07; no host of the world has that address", error.Message);
        Assert.Equal(TimeSpan.FromSeconds(127), world.Now);
    });

    [Fact]
    public void A_version_of_IP_that_the_host_lacks_is_said_at_once() => World.Run(async world =>
    {
        var old = world.AddHost("old", "10.0.0.9");
        var error = await Assert.ThrowsAsync<DeviceException>(
            async () => await old.Tcp.ConnectAsync(IpEndpoint.Parse("[fd00::2]:80"), world.Stop));

        Assert.Contains("old has no address of that version of IP", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_cut_link_is_tried_again_after_one_two_and_four_seconds() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        world.Link(client, server).Cut();
        var connecting = client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(4));
        world.Link(client, server).Heal();

        await connecting;
        Assert.Equal(TimeSpan.FromSeconds(7.020), world.Now);
    });

    [Fact]
    public void An_attempt_can_be_given_up() => World.Run(async world =>
    {
        var (client, _) = Hosts(world);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(3), world.Clock);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.Tcp.ConnectAsync(IpEndpoint.Parse("192.0.2.1:80"), giveUp.Token));

        Assert.Equal(giveUp.Token, error.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(3), world.Now);
    });

    [Fact]
    public void More_than_the_backlog_are_left_to_their_retries() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80), new() { Backlog = 2 });
        var attempts = Enumerable.Range(0, 3)
            .Select(_ => client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop).AsTask())
            .ToArray();
        await Task.WhenAll(attempts[..2]);
        await world.DelayAsync(TimeSpan.FromMilliseconds(500));
        Assert.False(attempts[2].IsCompleted);

        await listener.AcceptAsync(world.Stop);
        await attempts[2];
        Assert.Equal(TimeSpan.FromSeconds(1.030), world.Now);
    });

    [Fact]
    public void Refusal_can_be_injected() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        world.Link(client, server).Wire = new() { Refusal = 1 };
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));

        await Assert.ThrowsAsync<DeviceException>(async () => await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop));
    });

    [Fact]
    public void Every_connection_gets_through_a_lossy_link() => World.Run(3, async world =>
    {
        var (client, server) = Hosts(world);
        world.Link(client, server).Wire = new() { Loss = 0.3 };
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        for (var i = 0; i < 50; i++)
        {
            await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        }

        // Without a loss it would take no time at all.
        Assert.InRange(world.Now, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
    });

    [Fact]
    public void A_port_is_taken_once() => World.Run(async world =>
    {
        var (_, server) = Hosts(world);
        await using var all = server.Tcp.Listen(new(IpAddress.None, 80));
        var error = Assert.Throws<DeviceException>(() => server.Tcp.Listen(new(server.Address, 80)));
        Assert.Equal("cannot listen on 10.0.0.2:80: the port is taken on server", error.Message);
        Assert.Throws<DeviceException>(() => server.Tcp.Listen(IpEndpoint.Parse("10.9.9.9:81")));

        await all.DisposeAsync();
        await using var again = server.Tcp.Listen(new(server.Address, 80));
        await using var other = server.Tcp.Listen(new(server.Addresses[1], 80));
    });

    [Fact]
    public void Port_zero_is_any_free_port() => World.Run(async world =>
    {
        var (_, server) = Hosts(world);
        await using var first = server.Tcp.Listen(new(IpAddress.None, 0));
        await using var second = server.Tcp.Listen(new(IpAddress.None, 0));

        Assert.InRange(first.LocalEndpoint.Port, 49_152, 65_535);
        Assert.NotEqual(first.LocalEndpoint.Port, second.LocalEndpoint.Port);
    });

    [Fact]
    public void A_disposed_listener_ends_its_accept_and_resets_who_waits() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var flow = await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        await listener.DisposeAsync();

        Assert.Null(await listener.AcceptAsync(world.Stop));
        await Assert.ThrowsAsync<FlowResetException>(async () => await flow.Input.ReadAsync(world.Stop));

        listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var accepting = listener.AcceptAsync(world.Stop);
        await listener.DisposeAsync();
        Assert.Null(await accepting);
    });

    [Fact]
    public void An_accept_can_be_cancelled_and_begun_again() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1), world.Clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await listener.AcceptAsync(cancel.Token));

        await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        Assert.NotNull(await listener.AcceptAsync(world.Stop));
    });

    [Fact]
    public void What_is_no_endpoint_to_connect_to_is_refused_as_an_error_of_the_program() => World.Run(async world =>
    {
        var (client, server) = Hosts(world);
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Tcp.ConnectAsync(new(IpAddress.None, 80), world.Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Tcp.ConnectAsync(new(server.Address, 0), world.Stop));
    });

    private static (SimulatedHost Client, SimulatedHost Server) Hosts(World world)
    {
        world.Internet.Wire = TenMilliseconds;
        return (world.AddHost("client", "10.0.0.1", "fd00::1"), world.AddHost("server", "10.0.0.2", "fd00::2"));
    }
}
