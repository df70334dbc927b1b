using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>The steady state allocates nothing: what is counted is both ends, the wire and the test's own code.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(false, NetworkOffloads.None)]
    [InlineData(true, NetworkOffloads.None)]
    [InlineData(false, NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum)]
    public void A_datagram_and_its_echo(bool isV6, NetworkOffloads offloads) => World.Run(async world =>
    {
        world.Segment().Offloads = offloads;
        var server = Station.On(world, "server", isV6 ? "2001:db8::1/64" : "10.0.0.1/24");
        var client = Station.On(world, "client", isV6 ? "2001:db8::2/64" : "10.0.0.2/24");
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        server.Echo();
        var echoes = 0;
        var socket = client.Udp.Bind(0, (IUdpSocket _, in Datagram _) => echoes++);
        var path = new DatagramPath(new(IpAddress.Parse(isV6 ? "2001:db8::1" : "10.0.0.1"), 7));
        var payload = Packets.Pattern(1000);
        socket.TrySend(path, payload);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        await Allocations.NoneAsync(async rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                socket.TrySend(path, payload);
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
            }
        });
        Assert.True(echoes > 1000);
    });

    [Fact]
    public void A_ping_and_its_answer() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var counter = new Pinger(world, station.Network.Address);
        counter.Send();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        await Allocations.NoneAsync(async rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                counter.Send();
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
            }
        });
        Assert.True(counter.Answers > 1000);
    });

    [Fact]
    public void A_packet_that_is_passed_on() => World.Run(async world =>
    {
        var router = new Station(world, "router");
        router.Join("default", "10.0.0.1/24");
        router.Join("b", "10.0.2.1/24");
        router.Ip.IsForwarding = true;
        var sink = new Pinger(world, default, "b", "sink");
        router.Ip.Interfaces[1].Arp.Table.Learn(IPv4Address.Parse("10.0.2.9"), sink.Network.Address, mayAdd: true);
        var source = new Pinger(world, router.Networks[0].Address) { To = "10.0.2.9" };
        await Allocations.NoneAsync(async rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                source.Send();
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
            }
        });
        Assert.True(sink.Answers > 1000);
    });

    [Fact]
    public void A_datagram_that_is_translated_and_its_echo() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        net.Outside.Echo();
        var echoes = 0;
        var socket = net.Inside.Udp.Bind(0, (IUdpSocket _, in Datagram _) => echoes++);
        var path = new DatagramPath(IpEndpoint.Parse("192.0.2.9:7"));
        var payload = Packets.Pattern(1000);
        socket.TrySend(path, payload);
        await net.SettleAsync();
        await Allocations.NoneAsync(async rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                socket.TrySend(path, payload);
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
                await Task.Yield();
            }
        });
        Assert.True(echoes > 1000);
        Assert.Equal(1, net.Count("mappings"));
    });

    private sealed class Pinger : IFrameReceiver
    {
        private readonly MacAddress _to;
        private byte[]? _frame;

        public Pinger(World world, MacAddress to, string segment = SimulatedHost.DefaultDeviceName, string name = "pinger")
        {
            _to = to;
            Network = new(world.AddHost(name), segment);
            Network.Attach(this);
        }

        public SimulatedNetwork Network { get; }

        public string To { get; init; } = "10.0.0.1";

        public int Answers { get; private set; }

        public void Send()
        {
            _frame ??= Frame();
            if (Network.TryReserve(_frame.Length, out var room))
            {
                _frame.CopyTo(room);
                Network.Send(_frame.Length);
            }
        }

        public void Receive(in ReceivedFrame frame)
        {
            if (frame.Head[12] == 8 && frame.Head[13] == 0)
            {
                Answers++;
            }
            else if (frame.Head[21] == 1 && frame.Head[41] == 2 && Network.TryReserve(42, out var room))
            {
                // A request for 10.0.0.2, which is us.
                new TcpIp.Wire.EthernetHeader(_to, Network.Address, EtherType.Arp).Write(room);
                new TcpIp.Wire.ArpPacket(TcpIp.Wire.ArpOperation.Reply, Network.Address, IPv4Address.Parse("10.0.0.2"), _to, IPv4Address.Parse("10.0.0.1")).Write(room[14..]);
                Network.Send(42);
            }
        }

        public void EndOfBatch()
        {
        }

        private byte[] Frame()
        {
            var packet = Packets.Ping("10.0.0.2", To, Packets.Pattern(56));
            var frame = new byte[14 + packet.Length];
            new TcpIp.Wire.EthernetHeader(_to, Network.Address, EtherType.IPv4).Write(frame);
            packet.CopyTo(frame, 14);
            return frame;
        }
    }
}
