using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

[Compose(typeof(EchoAppliance))]
internal sealed partial class ComposedEcho;

public sealed class CompositionTests
{
    [Fact]
    public void An_appliance_gets_the_whole_stack_by_asking_for_its_top() => World.Run(async world =>
    {
        var host = world.AddHost("appliance");
        await using var echo = await ComposedEcho.StartAsync(host, ipv4: InterfaceAddress.Parse("10.0.0.1/24"));
        var talk = new Talk(Station.On(world, "client", "10.0.0.2/24").Udp);
        talk.Send("10.0.0.1", 7, [1, 2, 3]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1, 2, 3], Assert.Single(talk.Received));

        // All layers count into the one device that the appliance asked for.
        var text = echo.Statistics.ToString();
        Assert.Equal(["ethernet", "ip", "icmp", "neighbours default", "udp"], echo.Statistics.Groups.Select(group => group.Name));
        Assert.Contains("received: datagrams handed to a socket", text, StringComparison.Ordinal);
    });
}
