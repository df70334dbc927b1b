using System.Buffers;
using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class DirectStackTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", NetworkOffloads.None)]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum)]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", NetworkOffloads.TcpSegmentation)]
    [InlineData("2001:db8::1/64", "2001:db8::2/64", NetworkOffloads.None)]
    [InlineData("2001:db8::1/64", "2001:db8::2/64", NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing)]
    public void Octets_go_both_ways_from_frame_to_flow(string server, string client, NetworkOffloads offloads) => World.Run(async world =>
    {
        world.Segment().Wire = Near with { Loss = 0.005 };
        world.Segment().Offloads = offloads;
        var (near, far, _, _) = await ConnectAsync(world, server, client);
        var nearHears = near.Input.ReceiveBulkAsync(seed: 3);
        var farHears = far.Input.ReceiveBulkAsync(seed: 4);
        var nearSends = SendAsync(near, 1);
        var farSends = SendAsync(far, 2);
        Assert.Equal(await nearSends, await farHears);
        Assert.Equal(await farSends, await nearHears);

        static async Task<ulong> SendAsync(ITcpFlow flow, int seed)
        {
            var sum = await flow.Output.SendBulkAsync(seed, octets: 1 << 20);
            await flow.Output.CompleteAsync();
            return sum;
        }
    });

    [Theory]
    [InlineData("10.0.0.1/24")]
    [InlineData("2001:db8::1/64")]
    public void A_host_connects_to_itself(string address) => World.Run(async world =>
    {
        var host = new DirectHost(world, "host", address);
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        var at = new IpEndpoint(IpPrefix.Parse(address).Address, 80);
        await using var listener = host.Tcp.Listen(at);
        var near = await host.Tcp.ConnectAsync(at, world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        var heard = far.Input.ReceiveBulkAsync(seed: 2);
        var sum = await near.Output.SendBulkAsync(seed: 1, octets: 1 << 20);
        await near.Output.CompleteAsync();
        Assert.Equal(sum, await heard);
        await near.DisposeAsync();
        await far.DisposeAsync();
        Assert.Equal(0, host.Station.Network.Counters.SendDrops);
    });

    [Fact]
    public void The_loopback_address_is_this_host() => World.Run(async world =>
    {
        var host = new DirectHost(world, "host", "10.0.0.1/24");
        await using var listener = host.Tcp.Listen(new(IPv4Address.Loopback, 80));
        await using var near = await host.Tcp.ConnectAsync(new(IPv4Address.Loopback, 80), world.Stop);
        await using var far = (await listener.AcceptAsync(world.Stop))!;
        await near.SayAsync("hello");
        Assert.Equal("hello", await far.HearAsync(5));
    });

    [Fact]
    public void Nobody_at_the_next_hop_is_told_to_who_connects() => World.Run(async world =>
    {
        world.Segment().Wire = Near;
        var host = new DirectHost(world, "host", "10.0.0.1/24");
        var error = await Assert.ThrowsAsync<DeviceException>(
            async () => await host.Tcp.ConnectAsync(new(IpAddress.Parse("10.0.0.77"), 80), world.Stop));
        Assert.StartsWith("cannot connect to 10.0.0.77:80: ", error.Message, StringComparison.Ordinal);
        var far = await Assert.ThrowsAsync<DeviceException>(
            async () => await host.Tcp.ConnectAsync(new(IpAddress.Parse("192.0.2.1"), 80), world.Stop));
        Assert.Equal("cannot connect to 192.0.2.1:80: there is no route to it", far.Message);
    });

    [Fact]
    public void A_request_and_its_response_allocate_nothing_from_frame_to_flow() => World.Run(async world =>
    {
        world.Segment().Wire = Near;
        var (near, far, _, server) = await ConnectAsync(world, "10.0.0.1/24", "10.0.0.2/24");
        server.Station.Host.Start(_ => Echo.ServeAsync(far));
        await Allocations.NoneAsync(AskAsync);
        await near.DisposeAsync();

        async Task AskAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                near.Output.Write("question"u8);
                await near.Output.FlushAsync(world.Stop);
                var read = await near.Input.ReadAsync(world.Stop);
                near.Input.AdvanceTo(read.Buffer.End);
            }
        }
    });

    [Fact]
    public void What_was_counted_can_be_read() => World.Run(async world =>
    {
        world.Segment().Wire = Near;
        var (near, far, client, _) = await ConnectAsync(world, "10.0.0.1/24", "10.0.0.2/24");
        await near.SayAsync("hello");
        Assert.Equal("hello", await far.HearAsync(5));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(1, client.Station.Count("tcp", "active-opens"));
        Assert.Equal(1, client.Station.Count("tcp", "connections"));
        Assert.Equal(5, client.Station.Count("tcp", "octets-sent"));
        Assert.Contains("active-opens: attempts to connect", client.Station.Statistics.ToString(), StringComparison.Ordinal);
    });

    private static async Task<(ITcpFlow Near, ITcpFlow Far, DirectHost Client, DirectHost Server)> ConnectAsync(
        World world, string serverAddress, string clientAddress)
    {
        var server = new DirectHost(world, "server", serverAddress);
        var client = new DirectHost(world, "client", clientAddress);

        // An IPv6 address is its host's once nobody else has claimed it.
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var near = await client.Tcp.ConnectAsync(new(IpPrefix.Parse(serverAddress).Address, 80), world.Stop);
        return (near, (await listener.AcceptAsync(world.Stop))!, client, server);
    }
}
