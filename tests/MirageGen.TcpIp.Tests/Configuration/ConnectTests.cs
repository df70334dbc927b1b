using Microsoft.Extensions.Logging;
using MirageGen.Composition;
using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

/// <summary>IP as the composer makes it.</summary>
public sealed class ConnectTests
{
    [Fact]
    public void Static_addresses_are_there_at_once() => World.Run(async world =>
    {
        var ip = await ConnectAsync(world, ipv4: "10.0.0.1/24", ipv4Gateway: "10.0.0.9", ipv6: "none");
        Assert.Equal(TimeSpan.Zero, world.Now);
        Assert.Equal([IpAddress.Parse("10.0.0.1")], ip.Addresses);
        Assert.Equal(IpAddress.Parse("10.0.0.1"), ip.SourceFor(IpAddress.Parse("192.0.2.1")));
    });

    [Fact]
    public void Without_an_address_it_waits_for_a_lease() => World.Run(async world =>
    {
        var script = new DhcpScript(new RawStation(world));
        var ip = await ConnectAsync(world);
        Assert.Equal([IpAddress.Parse("10.0.0.50")], ip.Addresses);
        Assert.InRange(world.Now, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1));
        await script.Raw.SettleAsync(5);
        Assert.Contains(ip.Addresses, address => address.IsV6);
    });

    [Fact]
    public void It_goes_on_without_a_lease_after_ten_seconds_and_says_so() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        var ip = await ConnectAsync(world, ipv6: "none");
        Assert.Equal(TimeSpan.FromSeconds(10), world.Now);
        Assert.Empty(ip.Addresses);
        Assert.True(world.Hosts[^1].Logs.Contains("no DHCP server has answered"));
        _ = new DhcpScript(raw);
        await raw.SettleAsync(30);
        Assert.Single(ip.Addresses);
    });

    [Fact]
    public void An_IPv6_address_set_by_hand_and_its_router() => World.Run(async world =>
    {
        var ip = await ConnectAsync(world, ipv4: "none", ipv6: "2001:db8::5/64", ipv6Gateway: "fe80::1");
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        Assert.Contains(IpAddress.Parse("2001:db8::5"), ip.Addresses);
        Assert.Equal(IpAddress.Parse("2001:db8::5"), ip.SourceFor(IpAddress.Parse("2001:db8:ffff::1")));
        Assert.Null(ip.Interfaces[0].Routers);
    });

    [Theory]
    [InlineData("2001:db8::1/64", null, null, null, "--ipv4: ")]
    [InlineData("10.0.0.255/24", null, null, null, "--ipv4: ")]
    [InlineData("10.0.0.1/24", "10.0.1.1", null, null, "--ipv4-gateway: ")]
    [InlineData("10.0.0.1/24", "10.0.0.1", null, null, "--ipv4-gateway: ")]
    [InlineData(null, "10.0.0.1", null, null, "--ipv4-gateway: ")]
    [InlineData("none", null, "10.0.0.1/24", null, "--ipv6: ")]
    [InlineData("none", null, "2001:db8::1/64", "2001:db8:1::1", "--ipv6-gateway: ")]
    [InlineData("none", null, null, "10.0.0.1", "--ipv6-gateway: ")]
    public void What_cannot_be_is_said_with_the_arguments_name(string? ipv4, string? ipv4Gateway, string? ipv6, string? ipv6Gateway, string start) =>
        World.Run(async world =>
        {
            var error = await Assert.ThrowsAsync<BootArgumentException>(() => ConnectAsync(world, ipv4, ipv4Gateway, ipv6, ipv6Gateway));
            Assert.StartsWith(start, error.Message);
        });

    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("none", "none")]
    [InlineData("10.0.0.1/24", "10.0.0.1/24")]
    [InlineData("Auto", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("", null)]
    public void An_address_argument_is_auto_none_or_a_prefix(string text, string? read)
    {
        Assert.Equal(read is not null, InterfaceAddress.TryParse(text, null, out var address));
        Assert.Equal(read ?? "auto", address.ToString());
    }

    private static async Task<Ip> ConnectAsync(
        World world, string? ipv4 = null, string? ipv4Gateway = null, string? ipv6 = null, string? ipv6Gateway = null)
    {
        var host = world.AddHost("station");
        var statistics = new NetworkStatistics();
        return await Ip.ConnectAsync(
            new Ethernet(new SimulatedNetwork(host, SimulatedHost.DefaultDeviceName), statistics),
            host.Clock,
            new SimulatedRandom(host),
            new Logger<Ip>(host.Logs),
            statistics,
            ipv4: ipv4 is null ? null : InterfaceAddress.Parse(ipv4),
            ipv4Gateway: ipv4Gateway is null ? null : IpAddress.Parse(ipv4Gateway),
            ipv6: ipv6 is null ? null : InterfaceAddress.Parse(ipv6),
            ipv6Gateway: ipv6Gateway is null ? null : IpAddress.Parse(ipv6Gateway));
    }
}
