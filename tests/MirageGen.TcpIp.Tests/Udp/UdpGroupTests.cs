using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class UdpGroupTests
{
    [Theory]
    [InlineData("239.1.2.3")]
    [InlineData("ff02::fb")]
    public void A_socket_hears_the_groups_it_has_joined_and_no_others(string group) => World.Run(async world =>
    {
        var (sender, receiver) = await PairAsync(world);
        var talk = new Talk(sender.Udp);
        var joined = new Talk(receiver.Udp, 5353);
        var bystander = new Talk(receiver.Udp, 5354);
        joined.Socket.JoinGroup(IpAddress.Parse(group));
        joined.Socket.JoinGroup(IpAddress.Parse(group));
        talk.Send(group, 5353, [1]);
        talk.Send(group, 5354, [2]);
        talk.Send(group.Replace('3', '4').Replace('b', 'c'), 5353, [3]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1], Assert.Single(joined.Received));
        Assert.Equal(IpAddress.Parse(group), joined.Paths[0].LocalAddress);
        Assert.Empty(bystander.Received);

        joined.Socket.LeaveGroup(IpAddress.Parse(group));
        talk.Send(group, 5353, [4]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Single(joined.Received);
        Assert.False(receiver.Interface.IsMember(IpAddress.Parse(group)));
    });

    [Fact]
    public void A_socket_that_is_disposed_leaves_its_groups() => World.Run(async world =>
    {
        var (_, receiver) = await PairAsync(world);
        var socket = new Talk(receiver.Udp, 5353).Socket;
        socket.JoinGroup(IpAddress.Parse("239.1.2.3"));
        socket.JoinGroup(IpAddress.Parse("ff02::fb%1"));
        await socket.DisposeAsync();
        Assert.False(receiver.Interface.IsMember(IpAddress.Parse("239.1.2.3")));
        Assert.False(receiver.Interface.IsMember(IpAddress.Parse("ff02::fb")));
        Assert.Throws<ObjectDisposedException>(() => socket.JoinGroup(IpAddress.Parse("239.1.2.3")));
    });

    [Fact]
    public void With_several_interfaces_an_address_says_on_which_to_join() => World.Run(async world =>
    {
        var left = Station.On(world, "left", "10.0.0.2/24", "left");
        var right = Station.On(world, "right", "10.0.1.2/24", "right");
        var router = Station.On(world, "router", "10.0.0.1/24", "left");
        router.Join("right", "10.0.1.1/24");
        var heard = new Talk(router.Udp, 5353);
        heard.Socket.JoinGroup(IpAddress.Parse("239.1.2.3"), IpAddress.Parse("10.0.1.1"));
        new Talk(left.Udp).Send("239.1.2.3", 5353, [1]);
        new Talk(right.Udp).Send("239.1.2.3", 5353, [2]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([2], Assert.Single(heard.Received));
    });

    [Fact]
    public void What_is_no_group_or_cannot_be_heard_is_refused() => World.Run(async world =>
    {
        var (_, receiver) = await PairAsync(world);
        var socket = new Talk(receiver.Udp, 5353).Socket;
        Assert.Contains("224.0.0.0/4", Assert.Throws<ArgumentException>(() => socket.JoinGroup(IpAddress.Parse("10.0.0.1"))).Message);
        Assert.Throws<DeviceException>(() => socket.JoinGroup(IpAddress.Parse("ff02::fb%7")));
        var bound = receiver.Udp.Bind(IpEndpoint.Parse("10.0.0.1:1"), static (IUdpSocket _, in Datagram _) => { });
        Assert.Throws<InvalidOperationException>(() => bound.JoinGroup(IpAddress.Parse("239.1.2.3")));
    });

    private static async Task<(Station Sender, Station Receiver)> PairAsync(World world)
    {
        var receiver = Station.On(world, "receiver", "10.0.0.1/24");
        var sender = Station.On(world, "sender", "10.0.0.2/24");
        receiver.Interface.EnableIPv6();
        sender.Interface.EnableIPv6();
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        return (sender, receiver);
    }
}
