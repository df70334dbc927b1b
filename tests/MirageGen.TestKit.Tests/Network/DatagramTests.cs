namespace MirageGen.TestKit.Tests.Network;

public sealed class DatagramTests
{
    [Fact]
    public void A_datagram_arrives_after_the_delay_with_its_path() => World.Run(async world =>
    {
        var talk = new Post(world, new() { Delay = TimeSpan.FromMilliseconds(7) });
        talk.Send(1);
        await world.DelayAsync(TimeSpan.FromMilliseconds(7));
        await world.DelayAsync(TimeSpan.Zero);

        var (at, number, path) = Assert.Single(talk.Received);
        Assert.Equal(TimeSpan.FromMilliseconds(7), at);
        Assert.Equal(1, number);
        Assert.Equal(new(new(talk.Client.Address, talk.From.LocalEndpoint.Port), talk.Server.Address), path);
    });

    [Fact]
    public void A_reply_written_in_the_handler_goes_back_from_the_address_asked() => World.Run(async world =>
    {
        var server = world.AddHost("server", "10.0.0.2", "10.0.0.3");
        var client = world.AddHost("client");
        await using var echo = server.Udp.Bind(7, (IUdpSocket socket, in Datagram datagram) =>
        {
            Assert.True(socket.TryReserve(datagram.Path, 2, out var room));
            room[0] = datagram.Payload[0];
            room[1] = 99;
            socket.Send(2);
        });
        var queue = new DatagramQueue();
        await using var from = client.Udp.Bind(0, queue.Handler);
        from.TrySend(new(IpEndpoint.Parse("10.0.0.3:7")), [42]);

        await foreach (var reply in queue.ReadAllAsync(world.Stop))
        {
            Assert.Equal([42, 99], reply.Payload.ToArray());
            Assert.Equal(IpEndpoint.Parse("10.0.0.3:7"), reply.Path.Remote);
            break;
        }
    });

    [Fact]
    public void Loss_loses_so_many() => World.Run(21, async world =>
    {
        var talk = await Post.ThousandAsync(world, new() { Loss = 0.3 });

        Assert.InRange(talk.Received.Count, 650, 750);
        Assert.Equal(talk.Numbers.Order(), talk.Numbers);
    });

    [Fact]
    public void Duplication_doubles_so_many() => World.Run(22, async world =>
    {
        var talk = await Post.ThousandAsync(world, new() { Duplication = 0.25 });

        Assert.InRange(talk.Received.Count, 1200, 1300);
        Assert.Equal(1000, talk.Numbers.Distinct().Count());
    });

    [Fact]
    public void Jitter_alone_keeps_the_order() => World.Run(23, async world =>
    {
        var talk = await Post.ThousandAsync(world, new() { Jitter = TimeSpan.FromMilliseconds(50) });

        Assert.Equal(Enumerable.Range(0, 1000), talk.Numbers);
        Assert.True(talk.Received.Select(received => received.At).Distinct().Count() > 100);
    });

    [Fact]
    public void Reordering_lets_later_ones_overtake() => World.Run(24, async world =>
    {
        var talk = await Post.ThousandAsync(world, new() { Delay = TimeSpan.FromMilliseconds(1), Reordering = 0.1 });

        Assert.Equal(Enumerable.Range(0, 1000), talk.Numbers.Order());
        var late = talk.Numbers.Zip(talk.Numbers.Skip(1)).Count(pair => pair.Second < pair.First);
        Assert.InRange(late, 60, 130);
    });

    [Fact]
    public void Corruption_is_loss_to_UDP() => World.Run(25, async world =>
    {
        var talk = await Post.ThousandAsync(world, new() { Corruption = 0.5 });

        Assert.InRange(talk.Received.Count, 450, 550);
    });

    [Fact]
    public void A_bottleneck_delays_and_then_drops() => World.Run(async world =>
    {
        // Each packet has 128 octets with its headers: a second carries ten, and ten more wait.
        var talk = new Post(world, new() { OctetsPerSecond = 1280, QueueOctets = 1280 });
        for (var i = 0; i < 20; i++)
        {
            talk.Send(i, octets: 100);
        }

        await world.DelayAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(0, 10), talk.Numbers);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => TimeSpan.FromSeconds(i * 0.1)), talk.Received.Select(received => received.At));
    });

    [Fact]
    public void Large_datagrams_are_fragmented_and_so_lost_more_often() => World.Run(26, async world =>
    {
        var large = new Post(world, new() { Loss = 0.05 });
        for (var i = 0; i < 300; i++)
        {
            large.Send(i, octets: 14_000);
        }

        // Ten fragments: 0.95 to the tenth is 0.6.
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.InRange(large.Received.Count, 150, 210);
    });

    [Fact]
    public void A_cut_link_loses_what_is_under_way() => World.Run(async world =>
    {
        var talk = new Post(world, new() { Delay = TimeSpan.FromSeconds(1) });
        talk.Send(1);
        await world.DelayAsync(TimeSpan.FromSeconds(0.5));
        world.Link(talk.Client, talk.Server).Cut();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        talk.Send(2);
        world.Link(talk.Client, talk.Server).Heal();
        talk.Send(3);
        await world.DelayAsync(TimeSpan.FromSeconds(2));

        Assert.Equal([3], talk.Numbers);
    });

    [Fact]
    public void One_direction_may_differ_from_the_other() => World.Run(async world =>
    {
        var talk = new Post(world, Wire.Ideal);
        world.Link(talk.Client, talk.Server).Shape(talk.Server, new() { Delay = TimeSpan.FromSeconds(1) });
        talk.Send(1);
        await world.DelayAsync(TimeSpan.FromSeconds(0.5));
        Assert.Empty(talk.Received);

        Assert.Equal(TimeSpan.Zero, world.Link(talk.Server, talk.Client).WireTo(talk.Client).Delay);
        Assert.Equal(TimeSpan.FromSeconds(1), world.Link(talk.Server, talk.Client).WireTo(talk.Server).Delay);
    });

    [Fact]
    public void A_burst_beyond_the_ring_has_to_wait_for_the_end_of_the_turn() => World.Run(async world =>
    {
        var talk = new Post(world, Wire.Ideal);
        for (var i = 0; i < 1024; i++)
        {
            Assert.True(talk.TrySend(i));
        }

        Assert.False(talk.TrySend(1024));
        await talk.From.WaitForSpaceAsync();
        Assert.True(talk.TrySend(1025));
    });

    [Fact]
    public void Sockets_count() => World.Run(async world =>
    {
        var talk = new Post(world, Wire.Ideal);
        talk.Send(1);
        talk.Send(2);
        Assert.True(talk.From.TrySend(new(IpEndpoint.Parse("192.0.2.1:9")), [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(new(0, 2, 0, 1), talk.From.Counters);
        Assert.Equal(new(2, 0, 0, 0), talk.To.Counters);
    });

    [Fact]
    public void A_reservation_holds_rubbish_and_must_not_be_exceeded() => World.Run(world =>
    {
        var talk = new Post(world, Wire.Ideal);
        var path = new DatagramPath(new(talk.Server.Address, 7));
        Assert.True(talk.From.TryReserve(path, 10, out var room));
        Assert.Equal(10, room.Length);
        Assert.Equal(0xDD, room[9]);
        Assert.Throws<InvalidOperationException>(() => talk.From.Send(11));
        talk.From.Send(10);
        Assert.Throws<InvalidOperationException>(() => talk.From.Send(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => talk.From.TryReserve(path, 65_508, out _));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_disposed_socket_frees_its_port_and_what_it_sent_still_arrives() => World.Run(async world =>
    {
        var talk = new Post(world, new() { Delay = TimeSpan.FromSeconds(1) });
        talk.Send(1);
        await talk.From.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => talk.TrySend(2));
        await world.DelayAsync(TimeSpan.FromSeconds(2));
        Assert.Equal([1], talk.Numbers);

        var port = talk.To.LocalEndpoint.Port;
        Assert.Throws<DeviceException>(() => talk.Server.Udp.Bind(port, (IUdpSocket _, in Datagram _) => { }));
        await talk.To.DisposeAsync();
        await using var again = talk.Server.Udp.Bind(port, (IUdpSocket _, in Datagram _) => { });
    });

    [Fact]
    public void A_handler_that_throws_fails_the_run()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var server = world.AddHost("server");
            await using var socket = server.Udp.Bind(7, (IUdpSocket _, in Datagram _) => throw new InvalidDataException("what is this?"));
            socket.TrySend(new(new(server.Address, 7)), [1]);
            await world.DelayAsync(TimeSpan.FromSeconds(1));
        }));

        Assert.StartsWith("what is this?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_wire_that_cannot_be_is_refused(double probability) => World.Run(world =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Internet.Wire = new() { Loss = probability });
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Internet.Wire = new() { Delay = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Internet.Wire = new() { Mtu = 10 });
        return Task.CompletedTask;
    });
}
