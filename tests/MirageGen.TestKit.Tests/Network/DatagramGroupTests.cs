namespace MirageGen.TestKit.Tests.Network;

/// <summary>Multicast groups, and what a socket hears of datagrams that nobody took.</summary>
public sealed class DatagramGroupTests
{
    private static readonly IpAddress Group = IpAddress.Parse("239.1.2.3");

    [Fact]
    public void Everyone_who_has_joined_hears_a_group_and_nobody_else() => World.Run(async world =>
    {
        var heard = new List<string>();
        var sockets = Enumerable.Range(0, 4).Select(i => world.AddHost($"host{i}")).Select(host => host.Udp.Bind(
            5353, (IUdpSocket _, in Datagram datagram) => heard.Add($"{host.Name} {datagram.Payload[0]} at {datagram.Path.LocalAddress}"))).ToArray();
        sockets[0].JoinGroup(Group);
        sockets[1].JoinGroup(Group);
        sockets[1].JoinGroup(Group);
        sockets[2].JoinGroup(IpAddress.Parse("239.1.2.4"));
        Assert.True(sockets[3].TrySend(new(new(Group, 5353)), [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["host0 1 at 239.1.2.3", "host1 1 at 239.1.2.3"], heard.Order());
        Assert.Equal(new(0, 1, 0, 0), sockets[3].Counters);

        heard.Clear();
        sockets[1].LeaveGroup(Group);
        Assert.True(sockets[0].TrySend(new(new(Group, 5353)), [2]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["host0 2 at 239.1.2.3"], heard);
    });

    [Fact]
    public void What_is_no_group_or_cannot_be_heard_is_refused() => World.Run(world =>
    {
        var host = world.AddHost("host");
        var socket = host.Udp.Bind(5353, Ignore);
        Assert.Throws<ArgumentException>(() => socket.JoinGroup(host.Address));
        Assert.Throws<DeviceException>(() => socket.JoinGroup(Group, IpAddress.Parse("192.0.2.1")));
        socket.JoinGroup(Group, host.Address);
        for (var i = 1; i < 20; i++)
        {
            socket.JoinGroup(IpAddress.Parse($"239.0.0.{i}"));
        }

        Assert.Throws<DeviceException>(() => socket.JoinGroup(IpAddress.Parse("239.0.0.20")));
        var bound = host.Udp.Bind(new(host.Address, 1), Ignore);
        Assert.Throws<InvalidOperationException>(() => bound.JoinGroup(Group));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_socket_hears_that_nobody_has_the_port_after_a_round_trip() => World.Run(async world =>
    {
        var client = world.AddHost("client");
        var server = world.AddHost("server");
        world.Link(client, server).Wire = new() { Delay = TimeSpan.FromMilliseconds(7) };
        var heard = new List<(TimeSpan At, DatagramPath Path, IpErrorKind Kind)>();
        var socket = client.Udp.Bind(0, Ignore);
        socket.ErrorReceived += (IUdpSocket _, in DatagramPath path, IpErrorKind kind) => heard.Add((world.Now, path, kind));
        Assert.True(socket.TrySend(new(new(server.Address, 9)), [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([(TimeSpan.FromMilliseconds(14), new(new(server.Address, 9), client.Address), IpErrorKind.PortUnreachable)], heard);

        world.Link(client, server).Cut();
        Assert.True(socket.TrySend(new(new(server.Address, 9)), [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Single(heard);
    });

    private static void Ignore(IUdpSocket socket, in Datagram datagram)
    {
    }
}
