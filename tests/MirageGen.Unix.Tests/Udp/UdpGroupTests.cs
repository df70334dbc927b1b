namespace MirageGen.Unix.Tests;

/// <summary>Multicast groups on the host's sockets, in a namespace with two interfaces of its own.</summary>
public sealed class UdpGroupTests
{
    private static readonly IpAddress[] Everywhere = [IPv4Address.Any, IPv6Address.Any];

    [Theory]
    [InlineData("239.1.2.3", "10.99.0.1")]
    [InlineData("ff02::fb", "fd99::1")]
    public void A_socket_hears_the_groups_it_has_joined_and_no_others(string group, string local) => InNamespace(async rig =>
    {
        var at = IpAddress.Parse(group);
        await using var sender = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 0));
        await using var joined = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 5353));
        await using var bystander = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 5354));
        joined.Socket.JoinGroup(at, IpAddress.Parse(local));
        joined.Socket.JoinGroup(at, IpAddress.Parse(local));
        Send(sender, at, local, 5354, "nobody");
        Send(sender, at, local, 5353, "first");
        Assert.Equal("first", await joined.HearAsync());
        joined.Socket.LeaveGroup(at, IpAddress.Parse(local));
        Send(sender, at, local, 5353, "nobody");
        await Task.Yield();
        joined.Socket.JoinGroup(at, IpAddress.Parse(local));
        Send(sender, at, local, 5353, "second");
        Assert.Equal("second", await joined.HearAsync());
        Assert.Equal((2, 0), (joined.Socket.Counters.Received, bystander.Socket.Counters.Received));
    });

    [Theory]
    [InlineData("239.1.2.3", "10.99.1.1")]
    [InlineData("ff02::fb", "fd99:1::1")]
    public void An_address_says_on_which_interface_to_join(string group, string local) => InNamespace(async rig =>
    {
        var at = IpAddress.Parse(group);
        await using var sender = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 0));
        await using var joined = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 5353));
        joined.Socket.JoinGroup(at, IpAddress.Parse(local));
        Send(sender, at, at.IsV4 ? "10.99.0.1" : "fd99::1", 5353, "elsewhere");
        Send(sender, at, local, 5353, "here");
        Assert.Equal("here", await joined.HearAsync());
        Assert.Equal(1, joined.Socket.Counters.Received);
    });

    [Fact]
    public void What_is_no_group_or_cannot_be_heard_is_refused() => InNamespace(async rig =>
    {
        await using var socket = rig.Stack.Udp.Bind(5353, static (IUdpSocket _, in Datagram _) => { });
        Assert.Throws<ArgumentException>(() => socket.JoinGroup(IPv4Address.Loopback));
        var error = Assert.Throws<DeviceException>(() => socket.JoinGroup(IpAddress.Parse("239.1.2.3"), IpAddress.Parse("10.98.0.1")));
        Assert.Equal("cannot join 239.1.2.3 on 10.98.0.1: no such device", error.Message);
        Assert.Throws<DeviceException>(() => socket.JoinGroup(IpAddress.Parse("ff02::fb"), IpAddress.Parse("fd98::1")));
        await using var bound = rig.Stack.Udp.Bind(IpEndpoint.Parse("10.99.0.1:1"), static (IUdpSocket _, in Datagram _) => { });
        Assert.Throws<InvalidOperationException>(() => bound.JoinGroup(IpAddress.Parse("239.1.2.3")));
    });

    [Fact]
    public void A_stack_that_listens_on_loopback_only_says_so() => LoopKind.Epoll.Run(async rig =>
    {
        await using var socket = rig.Stack.Udp.Bind(45_353, static (IUdpSocket _, in Datagram _) => { });
        var error = Assert.Throws<DeviceException>(() => socket.JoinGroup(IpAddress.Parse("239.1.2.3")));
        Assert.Contains("--listen", error.Message);
    });

    /// <summary>Sends by the interface that has an address: IPv4 knows it by the address, IPv6 by the zone.</summary>
    private static void Send(UdpPeer sender, IpAddress group, string from, int port, string text)
    {
        var to = group.IsV4 ? group : new IpAddress(group.V6, from.StartsWith("fd99:1", StringComparison.Ordinal) ? 11u : 10u);
        Assert.True(sender.Socket.TrySend(new(new(to, port), IpAddress.Parse(from)), System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static void InNamespace(Func<UnixRig, Task> test) => OwnNamespace.Run(() =>
    {
        for (var i = 0; i < 2; i++)
        {
            var prefix = i == 0 ? "fd99::" : "fd99:1::";
            OwnNamespace.Ip($"link add d{i} index {10 + i} type veth peer name p{i}");
            OwnNamespace.Ip($"link set d{i} up");
            OwnNamespace.Ip($"link set p{i} up");
            OwnNamespace.Ip($"addr add 10.99.{i}.1/24 dev d{i}");
            OwnNamespace.Ip($"addr add {prefix}1/64 dev d{i} nodad");
        }

        LoopKind.Epoll.Run(test, Everywhere);
    });
}
