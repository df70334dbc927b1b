using System.Text;
using MirageGen.TcpIp;

namespace MirageGen.Examples.Tests;

[Compose(typeof(Router))]
internal sealed partial class ComposedRouter;

public sealed class RouterTests
{
    [Theory]
    [InlineData("10.1.0.1/24", "10.1.0.254/24", "10.2.0.1/24", "10.2.0.254/24")]
    [InlineData("fd01::1/64", "fd01::fe/64", "fd02::1/64", "fd02::fe/64")]
    public void A_datagram_crosses_and_its_answer_comes_back(string left, string routerLeft, string right, string routerRight) => World.Run(async world =>
    {
        await using var router = await ComposedRouter.StartAsync(
            world.AddHost("router"), leftAddress: [Prefix(routerLeft)], rightAddress: [Prefix(routerRight)]);
        var near = Host(world, "left", left, routerLeft);
        var far = Host(world, "right", right, routerRight);
        await using var echo = far.Bind(7, static (IUdpSocket socket, in Datagram datagram) => socket.TrySend(datagram.Path, datagram.Payload));
        var answers = new DatagramQueue();
        await using var asking = near.Bind(0, answers.Handler);
        await world.DelayAsync(TimeSpan.FromSeconds(5));

        asking.TrySend(new(new(Prefix(right).Address, 7)), "across"u8);
        var answer = await answers.ReadAllAsync(world.Stop).FirstAsync();

        Assert.Equal("across", Encoding.ASCII.GetString(answer.Payload.Span));
        Assert.Equal(Prefix(right).Address, answer.Path.Remote.Address);
    });

    [Fact]
    public void At_the_end_it_says_what_it_forwarded() => World.Run(async world =>
    {
        var host = world.AddHost("router");
        await using var router = await ComposedRouter.StartAsync(host, leftAddress: [Prefix("10.1.0.254/24")], rightAddress: [Prefix("10.2.0.254/24")]);
        var near = Host(world, "left", "10.1.0.1/24", "10.1.0.254/24");
        await using var asking = near.Bind(0, static (IUdpSocket _, in Datagram _) => { });
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        asking.TrySend(new(IpEndpoint.Parse("10.2.0.1:7")), "to nobody"u8);
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        await router.StopAsync();

        Assert.Contains("forwarded", host.Console.Output, StringComparison.Ordinal);
    });

    private static IpPrefix Prefix(string text) => IpPrefix.Parse(text, null);

    /// <summary>A host on a network, whose way to everywhere else is the router.</summary>
    private static Udp Host(World world, string network, string address, string router)
    {
        var host = world.AddHost($"{network} host");
        var ip = new Ip(host.Clock, new SimulatedRandom(host));
        var side = ip.AddInterface("default", new Ethernet(new SimulatedNetwork(host, network)));
        side.EnableIPv6();
        side.AddAddress(Prefix(address));
        var gateway = Prefix(router).Address;
        ip.AddRoute(new(Prefix(gateway.IsV4 ? "0.0.0.0/0" : "::/0"), side, gateway));
        return new(ip, new SimulatedRandom(host));
    }
}
