using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>Two hosts inside, two outside, and a router between them that translates.</summary>
internal sealed class NatWorld
{
    public const string OutsideAddress = "192.0.2.1";

    public NatWorld(World world)
    {
        World = world;
        Router = new(world, "router");
        Router.Join("inside", "10.0.0.1/24");
        Router.Join("outside", OutsideAddress + "/24");
        Router.Ip.IsForwarding = true;
        Router.Ip.Interfaces[1].EnableNat();
        Inside = On("inside", "one", "10.0.0.2");
        OtherInside = On("inside", "two", "10.0.0.3");
        Outside = Station.On(world, "server", "192.0.2.9/24", "outside");
        OtherOutside = Station.On(world, "peer", "192.0.2.10/24", "outside");
    }

    public World World { get; }

    public Station Router { get; }

    public Station Inside { get; }

    public Station OtherInside { get; }

    public Station Outside { get; }

    public Station OtherOutside { get; }

    public Nat Nat => Router.Ip.Nat!;

    public Task SettleAsync(double seconds = 1) => World.DelayAsync(TimeSpan.FromSeconds(seconds));

    public long Count(string counter) => Router.Count("nat", counter);

    private Station On(string segment, string name, string address)
    {
        var station = Station.On(World, name, address + "/24", segment);
        station.RouteBy("10.0.0.1");
        return station;
    }
}
