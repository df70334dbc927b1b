using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>A socket learns that its datagrams did not arrive (RFC 1122 section 4.1.3.3).</summary>
public sealed class UdpErrorTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2")]
    [InlineData("2001:db8::1", "2001:db8::2")]
    public void A_socket_hears_that_nobody_has_the_port(string from, string to) => World.Run(async world =>
    {
        var client = Station.On(world, "client", $"{from}/{(from.Contains(':') ? 64 : 24)}");
        Station.On(world, "server", $"{to}/{(to.Contains(':') ? 64 : 24)}");
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        var talk = new Talk(client.Udp);
        var other = new Talk(client.Udp);
        var heard = Listen(talk);
        var overheard = Listen(other);
        talk.Send(to, 9, [1]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([(new(new(IpAddress.Parse(to), 9), IpAddress.Parse(from)), IpErrorKind.PortUnreachable)], heard);
        Assert.Empty(overheard);
        Assert.Equal(1, client.Count("udp", "errors"));
    });

    [Fact]
    public void A_socket_hears_that_a_neighbour_does_not_answer() => World.Run(async world =>
    {
        var client = Station.On(world, "client", "10.0.0.1/24");
        var talk = new Talk(client.Udp);
        var heard = Listen(talk);
        talk.Send("10.0.0.77", 9, [1]);
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(IpErrorKind.Unreachable, Assert.Single(heard).Kind);
    });

    [Fact]
    public void A_handler_may_ask_another_server_at_once() => World.Run(async world =>
    {
        var client = Station.On(world, "client", "10.0.0.1/24");
        var server = Station.On(world, "server", "10.0.0.2/24");
        server.Echo();
        var talk = new Talk(client.Udp);
        talk.Socket.ErrorReceived += static (IUdpSocket socket, in DatagramPath path, IpErrorKind _) =>
            socket.TrySend(new(new(path.Remote.Address, 7)), [2]);
        talk.Send("10.0.0.2", 9, [1]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([2], Assert.Single(talk.Received));
    });

    [Fact]
    public void What_no_socket_can_have_sent_is_nobodys_error() => World.Run(async world =>
    {
        var client = Station.On(world, "client", "10.0.0.1/24");
        var raw = new RawStation(world);
        var talk = new Talk(client.Udp);
        var heard = Listen(talk);
        var quoted = Packets.Udp("10.0.0.1", talk.Socket.LocalEndpoint.Port ^ 1, "10.0.0.2", 9, [1]);
        raw.Send(client.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, quoted));
        quoted = Packets.Udp("10.0.0.1", talk.Socket.LocalEndpoint.Port, "10.0.0.2", 0, [1]);
        raw.Send(client.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, quoted));
        await raw.SettleAsync();
        Assert.Empty(heard);
        Assert.Equal(2, client.Count("udp", "errors-implausible"));
    });

    private static List<(DatagramPath Path, IpErrorKind Kind)> Listen(Talk talk)
    {
        var heard = new List<(DatagramPath, IpErrorKind)>();
        talk.Socket.ErrorReceived += (IUdpSocket socket, in DatagramPath path, IpErrorKind kind) =>
        {
            Assert.Same(talk.Socket, socket);
            heard.Add((path, kind));
        };
        return heard;
    }
}
