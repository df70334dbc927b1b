using CsCheck;
using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class RoutingTests
{
    [Fact]
    public void The_longest_prefix_wins_whatever_the_order() => World.Run(world =>
    {
        var station = new Station(world, "station");
        var @interface = station.Join("a", "10.0.0.1/8");
        Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.Int[0, 3]).Array[1, 40].Select(Gen.UInt.Array[20]).Sample((routes, destinations) =>
        {
            var table = new RouteTable();
            foreach (var (address, length, metric) in routes)
            {
                Assert.True(table.TryAdd(new(new(new IPv4Address(address), length), @interface, new IPv4Address(address ^ 1), metric)));
            }

            foreach (var destination in destinations.Concat(routes.Select(route => route.Item1)))
            {
                var expected = table.Routes.Where(route => route.Destination.Contains(new IPv4Address(destination)))
                    .OrderByDescending(route => route.Destination.Length).ThenBy(route => route.Metric).FirstOrDefault();
                var found = table.Find(new IPv4Address(destination));
                Assert.Equal((expected?.Destination.Length, expected?.Metric), (found?.Destination.Length, found?.Metric));
            }
        }, iter: 200);
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.200", true)]
    [InlineData("10.0.0.1/24", "10.0.1.0", false)]
    [InlineData("10.0.0.1/0", "192.0.2.1", true)]
    [InlineData("10.0.0.1/32", "10.0.0.1", true)]
    [InlineData("10.0.0.1/32", "10.0.0.2", false)]
    [InlineData("2001:db8::1/64", "2001:db8::ffff:0:0:1", true)]
    [InlineData("2001:db8::1/64", "2001:db8:0:1::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("::/0", "10.0.0.1", false)]
    public void A_prefix_contains_what_begins_with_it(string prefix, string address, bool contains) =>
        Assert.Equal(contains, IpPrefix.Parse(prefix).Contains(IpAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/ 8")]
    [InlineData("::1/129")]
    [InlineData("/8")]
    public void A_prefix_is_an_address_a_slash_and_a_length(string text) => Assert.False(IpPrefix.TryParse(text, null, out _));

    [Fact]
    public void Addresses_that_no_interface_can_have_are_refused() => World.Run(world =>
    {
        var station = Station.On(world, "station");
        foreach (var prefix in (string[])["0.0.0.0/24", "224.0.0.1/24", "127.0.0.1/8", "10.0.0.255/24", "10.0.0.0/24", "255.255.255.255/32", "::/64", "ff02::1/64", "::1/128"])
        {
            Assert.Throws<ArgumentException>(() => station.Interface.AddAddress(IpPrefix.Parse(prefix)));
        }

        station.Interface.AddAddress(IpPrefix.Parse("10.0.0.0/31"));
        Assert.Throws<ArgumentException>(() => station.Interface.AddAddress(IpPrefix.Parse("10.0.0.0/31")));
        return Task.CompletedTask;
    });

    [Fact]
    public void Without_a_route_nothing_is_sent() => World.Run(world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        Assert.Equal(IpAddress.None, station.Ip.SourceFor(IpAddress.Parse("192.0.2.1")));
        Assert.Equal(IpAddress.Parse("10.0.0.1"), station.Ip.SourceFor(IpAddress.Parse("10.0.0.77")));
        Assert.False(station.Ip.TryReserve(new(IpAddress.None, IpAddress.Parse("192.0.2.1"), IpProtocol.Tcp), 10, out _));
        Assert.False(station.Ip.TryReserve(new(IpAddress.Parse("10.0.0.9"), IpAddress.Parse("10.0.0.2"), IpProtocol.Tcp), 10, out _));
        Assert.False(station.Ip.TryReserve(new(IpAddress.None, IPv4Address.Any, IpProtocol.Tcp), 10, out _));
        Assert.Equal(3, station.Count("ip", "no-route"));
        Assert.Throws<InvalidOperationException>(() => station.Ip.Send(1));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_host_talks_to_itself_in_the_next_turn() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.Echo();
        var talk = new Talk(station.Udp);
        foreach (var address in (string[])["10.0.0.1", "127.0.0.1", "127.9.9.9"])
        {
            Assert.True(talk.Send(address, 7, [1, 2]));
            Assert.Empty(talk.Received);
            await world.DelayAsync(TimeSpan.FromMilliseconds(1));
            Assert.Equal([1, 2], Assert.Single(talk.Received));
            Assert.Equal(IpAddress.Parse(address), talk.Paths[0].Remote.Address);
            talk.Received.Clear();
            talk.Paths.Clear();
        }

        for (var i = 0; i < 1000; i++)
        {
            talk.Send("10.0.0.1", 9, new byte[10]);
        }

        Assert.Equal(1000 - LoopbackQueue.MostPackets, station.Count("ip", "loop-full"));
    });
}
