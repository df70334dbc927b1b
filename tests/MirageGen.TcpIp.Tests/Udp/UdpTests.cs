using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class UdpTests
{
    [Fact]
    public void Ports_are_had_once_for_each_address_or_once_for_all() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.Interface.AddAddress(IpPrefix.Parse("10.0.0.5/24"));
        var first = station.Udp.Bind(IpEndpoint.Parse("10.0.0.1:53"), Ignore);
        var second = station.Udp.Bind(IpEndpoint.Parse("10.0.0.5:53"), Ignore);
        Assert.Throws<DeviceException>(() => station.Udp.Bind(53, Ignore));
        Assert.Throws<DeviceException>(() => station.Udp.Bind(IpEndpoint.Parse("10.0.0.5:53"), Ignore));
        Assert.Contains("10.0.0.9", Assert.Throws<DeviceException>(() => station.Udp.Bind(IpEndpoint.Parse("10.0.0.9:53"), Ignore)).Message);
        await first.DisposeAsync();
        await second.DisposeAsync();
        await second.DisposeAsync();
        var all = station.Udp.Bind(53, Ignore);
        Assert.Throws<DeviceException>(() => station.Udp.Bind(IpEndpoint.Parse("10.0.0.5:53"), Ignore));
        await all.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => all.TrySend(new(IpEndpoint.Parse("10.0.0.2:1")), [1]));
    });

    [Fact]
    public void Any_ports_are_all_different_and_in_no_order() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var sockets = Enumerable.Range(0, 2000).Select(_ => station.Udp.Bind(0, Ignore)).ToArray();
        var ports = sockets.Select(socket => socket.LocalEndpoint.Port).ToArray();
        Assert.Equal(2000, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, UdpPortTable.FirstEphemeral, 65_535));
        Assert.InRange(ports.Zip(ports.Skip(1)).Count(pair => pair.Second == pair.First + 1), 0, 20);
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    });

    [Fact]
    public void Every_port_can_be_given_out_and_then_there_is_none() => World.Run(world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        for (var i = UdpPortTable.FirstEphemeral; i < 65_536; i++)
        {
            station.Udp.Bind(0, Ignore);
        }

        Assert.Throws<DeviceException>(() => station.Udp.Bind(0, Ignore));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_reply_leaves_from_the_address_that_was_asked() => World.Run(async world =>
    {
        var server = Station.On(world, "server", "10.0.0.1/24");
        server.Interface.AddAddress(IpPrefix.Parse("10.0.0.5/24"));
        var client = Station.On(world, "client", "10.0.0.2/24");
        server.Echo();
        var talk = new Talk(client.Udp);
        talk.Send("10.0.0.5", 7, [1]);
        talk.Send("10.0.0.255", 7, [2]);
        talk.Send("255.255.255.255", 7, [3]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["10.0.0.1:7", "10.0.0.1:7", "10.0.0.5:7"], talk.Paths.Select(path => path.Remote.ToString()).Order());
    });

    [Fact]
    public void Datagrams_with_a_wrong_checksum_or_length_are_dropped_and_none_for_IPv4_is_right() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.Interface.AddAddress(IpPrefix.Parse("2001:db8::1/64"));
        var raw = new RawStation(world);
        await raw.SettleAsync(3);
        var talk = new Talk(station.Udp, 7);
        var to = station.Network.Address;
        var datagram = Packets.UdpDatagram("10.0.0.2", 5, "10.0.0.1", 7, [1, 2]);
        datagram[6] ^= 1;
        raw.Send(to, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram));
        datagram[6] = datagram[7] = 0;
        raw.Send(to, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram));
        raw.Send(to, Packets.Ip("2001:db8::2", "2001:db8::1", IpProtocol.Udp, datagram));
        datagram[5] = 11;
        raw.Send(to, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram));
        datagram[5] = 7;
        raw.Send(to, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram));
        raw.Send(to, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(0, 5)));
        await raw.SettleAsync();
        Assert.Single(talk.Received);
        Assert.Equal(2, station.Count("udp", "bad-checksum"));
        Assert.Equal(3, station.Count("udp", "malformed"));
    });

    [Theory]
    [InlineData(NetworkOffloads.None)]
    [InlineData(NetworkOffloads.TransmitChecksum)]
    [InlineData(NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum)]
    [InlineData(NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum)]
    public void Whatever_the_device_does_datagrams_of_every_size_arrive(NetworkOffloads offloads) => World.RunMany(3, async world =>
    {
        world.Segment().Offloads = offloads;
        world.Segment().LeavesChecksumsPartial = world.Random.NextInt32(2) == 0;
        var isV6 = world.Random.NextInt32(2) == 0;
        var server = Station.On(world, "server", isV6 ? "2001:db8::1/64" : "10.0.0.1/24");
        var client = Station.On(world, "client", isV6 ? "2001:db8::2/64" : "10.0.0.2/24");
        server.Echo();
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        var talk = new Talk(client.Udp);
        foreach (var octets in (int[])[0, 1, 2, 999, 1452, 1453, 1472, 1473, 10_000, 65_507])
        {
            var payload = new byte[octets];
            world.Random.Fill(payload);
            Assert.True(talk.Send(isV6 ? "2001:db8::1" : "10.0.0.1", 7, payload));
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(payload, talk.Received[^1]);
        }
    });

    [Fact]
    public void Link_local_addresses_carry_their_interface_as_a_zone() => World.Run(async world =>
    {
        var server = Station.On(world, "server", "2001:db8::1/64");
        var client = Station.On(world, "client", "2001:db8::2/64");
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        server.Echo();
        var talk = new Talk(client.Udp);
        var remote = server.Ip.Addresses.Single(address => address.V6.IsLinkLocal);
        Assert.True(talk.Send($"{remote.V6}%1", 7, [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal($"[{remote.V6}%1]:7", Assert.Single(talk.Paths).Remote.ToString());
        Assert.True(talk.Send($"{remote.V6}%2", 7, [1]));
        Assert.Equal(1, talk.Socket.Counters.SendDrops);
    });

    [Fact]
    public void Less_may_be_sent_than_was_reserved() => World.Run(async world =>
    {
        var server = Station.On(world, "server", "10.0.0.1/24");
        var client = Station.On(world, "client", "10.0.0.2/24");
        var received = new Talk(server.Udp, 7);
        var socket = client.Udp.Bind(0, Ignore);
        foreach (var capacity in (int[])[3, 512, 1472, 20_000])
        {
            Assert.True(socket.TryReserve(new(IpEndpoint.Parse("10.0.0.1:7")), capacity, out var room));
            Assert.Equal(capacity, room.Length);
            "abc"u8.CopyTo(room);
            socket.Send(3);
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal("abc"u8.ToArray(), received.Received[^1]);
        }

        Assert.Throws<InvalidOperationException>(() => socket.Send(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => socket.TryReserve(new(IpEndpoint.Parse("10.0.0.1:7")), 65_508, out _));
        Assert.Throws<ArgumentException>(() => socket.TryReserve(default, 1, out _));
        Assert.Equal(new(0, 4, 0, 0), socket.Counters);
    });

    [Fact]
    public void Without_a_route_a_datagram_is_dropped_and_not_waited_for() => World.Run(world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var talk = new Talk(station.Udp);
        Assert.True(talk.Send("192.0.2.1", 7, [1]));
        Assert.True(talk.Send("2001:db8::1", 7, [1]));
        Assert.Equal(new(0, 0, 0, 2), talk.Socket.Counters);
        Assert.True(talk.Socket.WaitForSpaceAsync().AsTask().IsCompletedSuccessfully);
        return Task.CompletedTask;
    });

    [Fact]
    public void Whoever_waits_for_a_route_goes_on_when_there_is_one() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var header = new IpHeader(IpAddress.None, IpAddress.Parse("192.0.2.1"), IpProtocol.Tcp);
        Assert.False(station.Ip.TryReserve(header, 20, out _));
        var first = station.Ip.WaitForSpaceAsync().AsTask();
        var second = station.Ip.WaitForSpaceAsync().AsTask();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.False(first.IsCompleted || second.IsCompleted);
        station.RouteBy("10.0.0.9");
        await Task.WhenAll(first, second);
        Assert.True(station.Ip.TryReserve(header, 20, out _));
    });

    [Fact]
    public void Several_wait_for_a_full_device_and_all_go_on() => World.Run(async world =>
    {
        world.Segment().RingFrames = 8;
        var server = Station.On(world, "server", "10.0.0.1/24");
        var client = Station.On(world, "client", "10.0.0.2/24");
        var received = new Talk(server.Udp, 7);
        new Talk(client.Udp).Send("10.0.0.1", 7, [0]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        client.Network.IsTransmitHeld = true;
        var tasks = Enumerable.Range(0, 5).Select(_ => PushAsync(client.Udp.Bind(0, Ignore))).ToArray();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.All(tasks, task => Assert.False(task.IsCompleted));
        client.Network.IsTransmitHeld = false;
        await Task.WhenAll(tasks);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1 + (5 * 20), received.Received.Count);

        static async Task PushAsync(IUdpSocket socket)
        {
            for (var i = 0; i < 20; i++)
            {
                while (!socket.TrySend(new(IpEndpoint.Parse("10.0.0.1:7")), [1]))
                {
                    await socket.WaitForSpaceAsync();
                }
            }
        }
    });

    private static void Ignore(IUdpSocket socket, in Datagram datagram)
    {
    }
}
