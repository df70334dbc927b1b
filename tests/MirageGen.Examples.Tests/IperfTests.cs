using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace MirageGen.Examples.Tests;

[Compose(typeof(Iperf))]
internal sealed partial class ComposedIperf;

public sealed partial class IperfTests
{
    private const int CookieOctets = 37;
    private static readonly byte[] Cookie = new byte[CookieOctets];

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 7)]
    [InlineData(true, 7)]
    public void Both_ends_count_what_passed(bool reverse, int parallel) => World.Run(async world =>
    {
        // A narrow wire: what passes in ten seconds of the world is to be simulated in less.
        var (server, client) = (world.AddHost("server"), world.AddHost("client"));
        world.Link(server, client).Wire = new Wire { Delay = TimeSpan.FromMilliseconds(2), OctetsPerSecond = 100_000 };
        await using var serving = await ComposedIperf.StartAsync(server);
        await using var measuring = await ComposedIperf.StartAsync(client, server: server.Address, reverse: reverse, parallel: parallel);

        await measuring.Completion;

        var octets = client.Console.Lines.Select(line => long.Parse(Octets().Match(line).Groups[1].Value, null)).ToArray();
        Assert.All(client.Console.Lines, line => Assert.Contains($"over {parallel} connections", line, StringComparison.Ordinal));
        Assert.Equal(2, octets.Length);

        // Received is what the wire carried; sent is as much or more.
        Assert.InRange(octets[1], 500_000, 100_000 * world.Now.TotalSeconds);
        Assert.True(octets[0] >= octets[1], $"{octets[0]} sent, {octets[1]} received");
        Assert.InRange(world.Now, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    });

    [Fact]
    public void Whoever_comes_during_a_test_is_told_that_the_server_is_busy() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var serving = await ComposedIperf.StartAsync(server);
        var tcp = world.AddHost("client").Tcp;
        await using var first = await BeginAsync(tcp, server, Cookie);
        Assert.Equal(9, await ReadByteAsync(first));

        await using var second = await BeginAsync(tcp, server, [.. Cookie[1..], 1]);

        Assert.Equal(unchecked((byte)-1), await ReadByteAsync(second));
    });

    [Fact]
    public void A_client_that_says_nothing_is_given_up_and_the_next_is_served() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var serving = await ComposedIperf.StartAsync(server);
        var tcp = world.AddHost("client").Tcp;
        await using var first = await BeginAsync(tcp, server, Cookie);
        Assert.Equal(9, await ReadByteAsync(first));
        await server.Console.WaitForOutputAsync("takes too long");

        await using var second = await BeginAsync(tcp, server, Cookie);

        Assert.Equal(9, await ReadByteAsync(second));
    });

    [Theory]
    [InlineData("""{"udp":true,"parallel":1}""", 13)]
    [InlineData("""{"tcp":true,"bidirectional":true,"parallel":1}""", 13)]
    [InlineData("""{"tcp":true,"parallel":0}""", 6)]
    [InlineData("""{"tcp":true,"parallel":129}""", 6)]
    public void What_it_does_not_do_is_refused_by_iperfs_number(string parameters, int error) => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var serving = await ComposedIperf.StartAsync(server);
        await using var flow = await BeginAsync(world.AddHost("client").Tcp, server, Cookie);
        Assert.Equal(9, await ReadByteAsync(flow));
        await SendJsonAsync(flow, parameters);

        Assert.Equal(unchecked((byte)-2), await ReadByteAsync(flow));
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            Assert.Equal((byte)(error >> shift), await ReadByteAsync(flow));
        }
    });

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"parallel":"many"}""")]
    public void Nonsense_ends_the_test_and_not_the_server(string json) => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var serving = await ComposedIperf.StartAsync(server);
        var tcp = world.AddHost("client").Tcp;
        await using var flow = await BeginAsync(tcp, server, Cookie);
        Assert.Equal(9, await ReadByteAsync(flow));
        await SendJsonAsync(flow, json);
        Assert.True((await flow.Input.ReadAsync()).IsCompleted);

        await using var next = await BeginAsync(tcp, server, Cookie);
        Assert.Equal(9, await ReadByteAsync(next));
    });

    private static async Task<ITcpFlow> BeginAsync(ITcp tcp, SimulatedHost server, byte[] cookie)
    {
        var flow = await tcp.ConnectAsync(new(server.Address, 5201));
        await flow.Output.WriteAsync(cookie);
        return flow;
    }

    private static async Task SendJsonAsync(ITcpFlow flow, string json)
    {
        var octets = new byte[sizeof(int) + json.Length];
        BinaryPrimitives.WriteInt32BigEndian(octets, json.Length);
        Encoding.ASCII.GetBytes(json, octets.AsSpan(sizeof(int)));
        await flow.Output.WriteAsync(octets);
    }

    private static async Task<byte> ReadByteAsync(ITcpFlow flow)
    {
        var read = await flow.Input.ReadAtLeastAsync(1);
        var octet = read.Buffer.FirstSpan[0];
        flow.Input.AdvanceTo(read.Buffer.GetPosition(1));
        return octet;
    }

    [GeneratedRegex(@" (\d+) octets")]
    private static partial Regex Octets();
}
