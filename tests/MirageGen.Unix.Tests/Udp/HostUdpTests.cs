namespace MirageGen.Unix.Tests;

public sealed class HostUdpTests
{
    private const int MostPayloadV4 = 65507;
    private const int MostPayloadV6 = 65527;

    private static readonly IpEndpoint Anywhere = new(IpAddress.None, 0);
    private static readonly IpAddress[] Loopbacks = [IPv4Address.Loopback, IPv6Address.Loopback];
    private static readonly IpAddress[] Everywhere = [IPv4Address.Any, IPv6Address.Any];

    private static readonly DatagramHandler Echo = static (IUdpSocket socket, in Datagram datagram) =>
    {
        Assert.True(socket.TryReserve(datagram.Path, datagram.Payload.Length, out var reply));
        datagram.Payload.CopyTo(reply);
        socket.Send(datagram.Payload.Length);
    };

    [Theory, OnEachLoop]
    public void A_handler_replies_in_place(LoopKind kind) => kind.Run(
        async rig =>
        {
            await using var server = rig.Stack.Udp.Bind(Anywhere, Echo);
            foreach (var address in Loopbacks)
            {
                var at = new IpEndpoint(address, server.LocalEndpoint.Port);
                await using var client = new UdpPeer(rig.Stack.Udp, new(address, 0));
                client.Send(at, "hello");
                var reply = await client.ReceiveAsync();
                Assert.Equal("hello"u8, reply.Payload.Span);
                Assert.Equal(at, reply.Path.Remote);
                Assert.Equal(address, reply.Path.LocalAddress);
            }

            Assert.Equal(new DatagramCounters(2, 2, 0, 0), server.Counters);
        },
        Loopbacks);

    [Fact]
    public void A_reply_leaves_from_the_address_that_was_asked() => LoopKind.Epoll.Run(
        async rig =>
        {
            await using var server = rig.Stack.Udp.Bind(Anywhere, Echo);
            await using var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Any, 0));
            foreach (var last in (uint[])[2, 99, 254])
            {
                var asked = new IpEndpoint(new IPv4Address(0x7F00_0000 + last), server.LocalEndpoint.Port);
                client.Send(asked, "who are you");
                Assert.Equal(asked, (await client.ReceiveAsync()).Path.Remote);
            }
        },
        Everywhere);

    [Theory, OnEachLoop]
    public void Datagrams_of_every_size_go_through(LoopKind kind) => kind.Run(async rig =>
    {
        foreach (var (address, most) in ((IpAddress, int)[])[(IPv4Address.Loopback, MostPayloadV4), (IPv6Address.Loopback, MostPayloadV6)])
        {
            await using var server = rig.Stack.Udp.Bind(new(address, 0), Echo);
            await using var client = new UdpPeer(rig.Stack.Udp, new(address, 0));
            foreach (var size in (int[])[0, 1, 1472, 1473, 9000, most])
            {
                var payload = new byte[size];
                new Random(size).NextBytes(payload);
                client.Send(server.LocalEndpoint, payload);
                Assert.Equal(payload, (await client.ReceiveAsync()).Payload.ToArray());
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => client.Socket.TryReserve(new(server.LocalEndpoint), most + 1, out _));
        }
    });

    [Theory, OnEachLoop]
    public void Many_datagrams_of_one_turn_keep_their_order(LoopKind kind) => kind.Run(async rig =>
    {
        await using var server = rig.Stack.Udp.Bind(new(IPv4Address.Loopback, 0), Echo);
        await using var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 200; i++)
            {
                client.Send(server.LocalEndpoint, $"{round}:{i}");
            }

            for (var i = 0; i < 200; i++)
            {
                Assert.Equal($"{round}:{i}", await client.HearAsync());
            }
        }

        Assert.Equal(4000, client.Socket.Counters.Sent);
        Assert.Equal(4000, server.Counters.Received);
    });

    [Theory, OnEachLoop]
    public void A_reservation_that_is_not_sent_is_given_up(LoopKind kind) => kind.Run(async rig =>
    {
        await using var server = rig.Stack.Udp.Bind(new(IPv4Address.Loopback, 0), Echo);
        await using var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        Assert.True(client.Socket.TryReserve(new(server.LocalEndpoint), 100, out var room));
        room.Fill(1);
        client.Send(server.LocalEndpoint, "only this");
        Assert.Equal("only this", await client.HearAsync());
        Assert.Equal(1, client.Socket.Counters.Sent);
    });

    [Theory, OnEachLoop]
    public void What_cannot_be_sent_is_dropped_and_counted(LoopKind kind) => kind.Run(async rig =>
    {
        await using var peer = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));

        // A socket bound to loopback has no way to another host, one of IPv4 none to an IPv6 address, and this address is
        // not its own.
        var own = peer.Socket.LocalEndpoint;
        peer.Send(new(new IPv4Address(0xC000_0201), 9), "no route");
        peer.Send(new(IPv6Address.Loopback, 9), "not my version");
        Assert.True(peer.Socket.TrySend(new(own, new IPv4Address(0x7F00_0009)), "not from here"u8));
        peer.Send(own, "to myself");
        Assert.Equal("to myself", await peer.HearAsync());
        Assert.Equal(new DatagramCounters(1, 1, 0, 3), peer.Socket.Counters);
        Assert.Throws<ArgumentException>(() => peer.Socket.TryReserve(default, 1, out _));
    });

    [Theory, OnEachLoop]
    public void Nobody_at_the_other_end_is_no_error(LoopKind kind) => kind.Run(async rig =>
    {
        await using var peer = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        var gone = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        var nowhere = gone.Socket.LocalEndpoint;
        await gone.DisposeAsync();
        for (var i = 0; i < 10; i++)
        {
            peer.Send(nowhere, "anybody?");
            await Task.Yield();
        }

        peer.Send(peer.Socket.LocalEndpoint, "still alive");
        Assert.Equal("still alive", await peer.HearAsync());
    });

    [Theory, OnEachLoop]
    public void A_taken_port_is_refused_with_its_reason(LoopKind kind) => kind.Run(async rig =>
    {
        await using var first = rig.Stack.Udp.Bind(new(IPv6Address.Loopback, 0), Echo);
        var error = Assert.Throws<DeviceException>(() => rig.Stack.Udp.Bind(first.LocalEndpoint, Echo));
        Assert.Equal($"cannot bind {first.LocalEndpoint}: address already in use", error.Message);
    });

    [Theory, OnEachLoop]
    public void A_port_of_no_number_reaches_every_address_of_the_host(LoopKind kind) => kind.Run(async rig =>
    {
        await using var server = rig.Stack.Udp.Bind(new(new IPv4Address(0x7F00_0007), 0), Echo);
        await using var client = new UdpPeer(rig.Stack.Udp, Anywhere);
        client.Send(server.LocalEndpoint, "from wherever");
        Assert.Equal("from wherever", await client.HearAsync());
        Assert.True(client.Socket.LocalEndpoint.Address.IsNone);
        Assert.NotEqual(0, client.Socket.LocalEndpoint.Port);
    });

    [Theory, OnEachLoop]
    public void A_handler_may_dispose_its_socket(LoopKind kind) => kind.Run(async rig =>
    {
        var calls = 0;
        var closed = new TaskCompletionSource();
        var server = rig.Stack.Udp.Bind(new(IPv4Address.Loopback, 0), (IUdpSocket socket, in Datagram datagram) =>
        {
            calls++;
            _ = socket.TrySend(datagram.Path, "bye"u8);
            _ = socket.DisposeAsync().AsTask().ContinueWith(_ => closed.SetResult(), TaskScheduler.Default);
        });
        await using var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        for (var i = 0; i < 5; i++)
        {
            client.Send(server.LocalEndpoint, "x");
        }

        Assert.Equal("bye", await client.HearAsync());
        await closed.Task;
        Assert.Equal(1, calls);
        Assert.Throws<ObjectDisposedException>(() => server.TryReserve(new(server.LocalEndpoint), 1, out _));
    });

    [Theory, OnEachLoop]
    public void What_was_sent_before_the_end_still_leaves(LoopKind kind) => kind.Run(async rig =>
    {
        await using var server = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        client.Send(server.Socket.LocalEndpoint, "last words");
        await client.DisposeAsync();
        await client.DisposeAsync();
        Assert.Equal("last words", await server.HearAsync());
    });

    [Theory, OnEachLoop]
    public void An_exception_of_a_handler_ends_the_appliance(LoopKind kind) =>
        Assert.Throws<InvalidTimeZoneException>(() => kind.Run(async rig =>
        {
            await using var server = rig.Stack.Udp.Bind(
                new(IPv4Address.Loopback, 0),
                static (IUdpSocket _, in Datagram _) => throw new InvalidTimeZoneException("a handler's bug"));
            await using var client = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
            client.Send(server.LocalEndpoint, "x");
            _ = await client.ReceiveAsync();
        }));

    [Fact]
    public void Datagrams_allocate_nothing() => LoopKind.Epoll.Run(
        async rig =>
        {
            await using var server = rig.Stack.Udp.Bind(Anywhere, Echo);
            var left = 0;
            var done = new TaskCompletionSource();
            await using var client = rig.Stack.Udp.Bind(new(IPv4Address.Loopback, 0), (IUdpSocket socket, in Datagram datagram) =>
            {
                if (--left > 0)
                {
                    Echo(socket, datagram);
                }
                else
                {
                    done.SetResult();
                }
            });
            var path = new DatagramPath(new(IPv4Address.Loopback, server.LocalEndpoint.Port));

            async Task PingAsync(int count)
            {
                left = count;
                done = new();
                Assert.True(client.TrySend(path, "ping"u8));
                await done.Task;
            }

            await PingAsync(2000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            await PingAsync(5000);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        },
        Everywhere);
}
