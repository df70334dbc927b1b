using MirageGen.Conformance;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class HostileTests
{
    private static readonly byte[] Octets = new byte[4096];
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    /// <summary>The device's fuzzer: any octets in place of a packet, from anywhere.</summary>
    [Fact]
    public void Any_octets_are_taken_without_harm() => World.RunMany(5, async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var receiver = (IPacketReceiver)duo.Server.Tcp;
        for (var i = 0; i < 20_000; i++)
        {
            var octets = new byte[world.Random.NextInt32(100)];
            world.Random.Fill(octets);
            if (octets.Length > 13)
            {
                octets[12] = (byte)(world.Random.NextInt32(4, 10) << 4);
                (octets[2], octets[3]) = (0, Duo.Port);
            }

            var cut = world.Random.NextInt32(octets.Length + 1);
            var offset = world.Random.NextInt32(octets.Length + 3);
            var facts = new ReceiveFacts((ReceiveChecksum)world.Random.NextInt32(3), world.Random.NextInt32(1500));
            var ip = new IpHeader(new IPv4Address((uint)world.Random.NextUInt64()), duo.Server.V4, IpProtocol.Tcp);
            receiver.Receive(ip, new(octets.AsSpan(0, cut), [octets.AsMemory(cut)], facts), offset);
            receiver.ReceiveError(new((IpErrorKind)world.Random.NextInt32(9), new(duo.Server.V4, ip.Source, IpProtocol.Tcp), octets));
            if (i % 10 == 0)
            {
                receiver.EndOfBatch();
                await Task.Yield();
            }
        }

        AssertBounded(duo.Server.Tcp);
    });

    /// <summary>Segments that are almost right, for one connection: between octets of its own, which all arrive.</summary>
    [Fact]
    public void Almost_right_segments_harm_nothing_that_they_cannot_reset() => World.RunMany(10, async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        var (ip, at) = await SequencesAsync(world, duo, near, far);
        var receiver = (IPacketReceiver)duo.Server.Tcp;
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                receiver.Receive(ip, new(AlmostRight(world.Random, near, ip, at.Sequence + 100_000, at.Acknowledgment)), 0);
            }

            receiver.EndOfBatch();
            await far.SayAsync("x");
            Assert.Equal("x", await near.HearAsync(1));
        }

        AssertBounded(duo.Server.Tcp);
        Assert.NotEqual(0, duo.Server.Tcp.ReadCounters().DroppedByConnections);
    });

    /// <summary>In the window, too: whatever is taken for the peer's octets is in bounds, and nothing throws.</summary>
    [Fact]
    public void Segments_in_the_window_keep_within_bounds() => World.RunMany(10, async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        var (ip, at) = await SequencesAsync(world, duo, near, far);
        var receiver = (IPacketReceiver)duo.Server.Tcp;
        for (var round = 0; round < 500; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                receiver.Receive(ip, new(AlmostRight(world.Random, near, ip, at.Sequence, at.Acknowledgment)), 0);
            }

            receiver.EndOfBatch();
            await Task.Yield();
            AssertBounded(duo.Server.Tcp);
        }

        await near.DisposeAsync();
        await far.DisposeAsync();
        await duo.SettleAsync();
        Assert.Equal((0, 0L), (duo.Server.Tcp.ReadCounters().Connections, duo.Server.Tcp.ReadCounters().BufferOctets));
    });

    [Theory]
    [InlineData("224.0.0.1", 1000)]
    [InlineData("255.255.255.255", 1000)]
    [InlineData("0.0.0.0", 1000)]
    [InlineData("10.0.0.2", 0)]
    [InlineData("10.0.0.1", 80)]
    public void What_no_host_can_have_sent_is_not_answered(string source, int port) => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        Assert.Equal(IpAddress.Parse("10.0.0.1"), duo.Server.V4);
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var ip = new IpHeader(IpAddress.Parse(source), duo.Server.V4, IpProtocol.Tcp);
        var sent = duo.Server.Network.Counters.SentFrames;
        foreach (var flags in (TcpFlags[])[TcpFlags.Syn, TcpFlags.Ack])
        {
            duo.Server.Ip.Inject(ip, RawPeer.Compose(ip, new() { SourcePort = (ushort)port, DestinationPort = Duo.Port, Flags = flags }));
        }

        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(sent, duo.Server.Network.Counters.SentFrames);
        Assert.Equal((2L, 0), (duo.Server.Tcp.ReadCounters().DroppedMartian, duo.Server.Tcp.ReadCounters().Connections));
    });

    [Theory]
    [InlineData("10.0.0.255")]
    [InlineData("224.0.0.1")]
    public void What_was_sent_to_many_is_not_answered(string destination) => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, Duo.Port));
        var ip = new IpHeader(duo.Client.V4, IpAddress.Parse(destination), IpProtocol.Tcp);
        duo.Server.Ip.Inject(ip, RawPeer.Compose(ip, new() { SourcePort = 1000, DestinationPort = Duo.Port, Flags = TcpFlags.Syn }));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((1L, 0), (duo.Server.Tcp.ReadCounters().DroppedMartian, duo.Server.Tcp.ReadCounters().Connections));
    });

    [Fact]
    public void A_wrong_checksum_is_dropped_unless_the_device_has_judged() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        var ip = new IpHeader(raw.Address, duo.Server.V4, IpProtocol.Tcp);
        var segment = RawPeer.Compose(ip, new() { SourcePort = 1000, DestinationPort = Duo.Port, Flags = TcpFlags.Ack });
        segment[4] ^= 0x40;
        var receiver = (IPacketReceiver)duo.Server.Tcp;
        receiver.Receive(ip, new(segment), 0);
        receiver.EndOfBatch();
        Assert.Equal((1L, 0L), (duo.Server.Tcp.ReadCounters().DroppedMalformed, duo.Server.Tcp.ReadCounters().StrayResets));
        foreach (var judged in (ReceiveChecksum[])[ReceiveChecksum.Verified, ReceiveChecksum.Partial])
        {
            receiver.Receive(ip, new(segment, default, new(judged)), 0);
        }

        receiver.EndOfBatch();
        Assert.Equal((1L, 2L), (duo.Server.Tcp.ReadCounters().DroppedMalformed, duo.Server.Tcp.ReadCounters().StrayResets));
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
        Assert.Equal(2, raw.Heard.Count);
    });

    [Fact]
    public void When_flows_hold_too_much_octets_are_left_to_the_peers() => World.Run(async world =>
    {
        const int Most = 1 << 20;
        var duo = new Duo(world, Near, server: new() { MaxBufferOctets = Most });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var flows = new List<(ITcpFlow Near, ITcpFlow Far, Task<ulong> Sum)>();
        for (var i = 0; i < 32; i++)
        {
            var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            var far = (await listener.AcceptAsync(world.Stop))!;
            flows.Add((near, far, SendAsync(near, i)));
        }

        await world.DelayAsync(TimeSpan.FromSeconds(2));
        Assert.InRange(duo.Server.Tcp.ReadCounters().BufferOctets, 1, Most + 65_536);
        Assert.NotEqual(0, duo.Server.Tcp.ReadCounters().DroppedMemory);
        foreach (var (_, far, sum) in flows)
        {
            var heard = await far.Input.ReceiveBulkAsync(seed: 1);
            Assert.Equal(await sum, heard);
        }

        static async Task<ulong> SendAsync(ITcpFlow flow, int seed)
        {
            var sum = await flow.Output.SendBulkAsync(seed, octets: 100_000);
            await flow.Output.CompleteAsync();
            return sum;
        }
    });

    [Fact]
    public void When_flows_hold_too_much_writers_wait() => World.Run(async world =>
    {
        const int Most = 1 << 20;
        const int Writes = 250;
        var duo = new Duo(world, Near, server: new() { MaxBufferOctets = Most });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var flows = new List<(ITcpFlow Near, Task Sending)>();
        for (var i = 0; i < 64; i++)
        {
            // What the peer does not read fills its window, and then the buffers here.
            var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            flows.Add((near, SendAsync((await listener.AcceptAsync(world.Stop))!)));
        }

        await world.DelayAsync(TimeSpan.FromSeconds(2));
        Assert.InRange(duo.Server.Tcp.ReadCounters().BufferOctets, Most / 4, Most + (flows.Count * BlockPool.SmallOctets));
        foreach (var (near, sending) in flows)
        {
            Assert.Equal(Writes * Octets.Length, await near.Input.CountToEndAsync());
            await sending;
        }

        static async Task SendAsync(ITcpFlow flow)
        {
            for (var i = 0; i < Writes; i++)
            {
                _ = await flow.Output.WriteAsync(Octets);
            }

            await flow.Output.CompleteAsync();
        }
    });

    /// <summary>What is handed over by reference takes nothing of the buffers; that it is on its way has to be remembered all the same.</summary>
    [Fact]
    public void With_little_memory_sixty_four_clients_get_two_megabytes_each() => World.Run(async world =>
    {
        var page = new byte[2_000_000];
        var options = TcpTransportOptions.ForMemory(8 * 1024 * 1024);
        var duo = new Duo(world, Near, server: options);
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        _ = listener.ServeAsync(
            async (flow, _) =>
            {
                flow.WriteImmutable(page);
                await flow.Output.CompleteAsync();
            },
            world.Stop);
        var clients = Enumerable.Range(0, 64).Select(_ => FetchAsync()).ToArray();
        await world.DelayAsync(TimeSpan.FromMilliseconds(500));
        Assert.InRange(duo.Server.Tcp.ReadCounters().Connections, 1, options.MaxConnections);
        Assert.All(await Task.WhenAll(clients), octets => Assert.Equal(page.Length, octets));

        async Task<long> FetchAsync()
        {
            await using var flow = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            return await flow.Input.CountToEndAsync();
        }
    });

    private static void AssertBounded(TcpTransport tcp)
    {
        var counters = tcp.ReadCounters();
        Assert.InRange(counters.Connections, 0, TcpTransportOptions.Default.MaxHalfOpen + 1);
        Assert.InRange(counters.BufferOctets, 0, TcpTransportOptions.Default.MaxReceiveBuffer + 65_536);
    }

    /// <summary>What a segment from the client to the server would say now.</summary>
    private static async Task<(IpHeader Ip, TcpHeader At)> SequencesAsync(World world, Duo duo, ITcpFlow near, ITcpFlow far)
    {
        var capture = world.Segment().Capture();
        await near.SayAsync("!");
        Assert.Equal("!", await far.HearAsync(1));
        var frame = capture.Frames.First(frame => frame.Length > 66).Octets;
        Assert.Equal(WireError.None, TcpSegmentView.TryRead(frame.Span[34..], out var view));
        view.Read(out var header);
        header.Sequence += 1;
        return (new(duo.Client.V4, duo.Server.V4, IpProtocol.Tcp), header);
    }

    private static byte[] AlmostRight(SeededRandom random, ITcpFlow near, in IpHeader ip, TcpSequence sequence, TcpSequence acknowledgment)
    {
        var header = new TcpHeader
        {
            SourcePort = (ushort)near.LocalEndpoint.Port,
            DestinationPort = (ushort)near.RemoteEndpoint.Port,
            Sequence = sequence + (random.NextInt32(60_000) + 1),
            Acknowledgment = acknowledgment + (random.NextInt32(300) - 150),
            Flags = (TcpFlags)random.NextInt32(256),
            Window = (ushort)random.NextInt32(65_536),
            UrgentPointer = (ushort)random.NextInt32(65_536),
        };
        if (random.Chance(0.5))
        {
            header.Options.HasTimestamps = true;
            header.Options.TimestampValue = (uint)random.NextUInt64();
            header.Options.TimestampEcho = (uint)random.NextUInt64();
        }

        for (var i = random.NextInt32(4); i > 0; i--)
        {
            var left = acknowledgment + (random.NextInt32(10_000) - 5000);
            header.Options.Sacks[header.Options.SackCount++] = new(left, left + (random.NextInt32(5000) - 1000));
        }

        var payload = new byte[random.Chance(0.5) ? 0 : random.NextInt32(1460)];
        random.Fill(payload);
        return RawPeer.Compose(ip, header, payload);
    }
}
