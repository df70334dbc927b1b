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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_directions_at_once_are_each_counted(bool udp) => World.Run(async world =>
    {
        var (server, client) = (world.AddHost("server"), world.AddHost("client"));
        world.Link(server, client).Wire = new Wire { Delay = TimeSpan.FromMilliseconds(2), OctetsPerSecond = 100_000 };
        await using var serving = await ComposedIperf.StartAsync(server);
        await using var measuring = await ComposedIperf.StartAsync(
            client, server: server.Address, bidir: true, parallel: 2, udp: udp, rate: 200_000);

        await measuring.Completion;

        var lines = client.Console.Lines.ToArray();
        Assert.Equal(["there: sent", "there: received", "back: sent", "back: received"], lines.Select(line => line[..line.IndexOf(' ', line.IndexOf(' ') + 1)]));
        Assert.All(lines, line => Assert.Contains("over 2 ", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(long.Parse(Octets().Match(line).Groups[1].Value, null), 400_000, 1_500_000));
    });

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 0.1)]
    [InlineData(true, 0.1)]
    public void Datagrams_keep_to_their_rate_and_what_is_lost_is_counted(bool reverse, double loss) => World.Run(async world =>
    {
        var (server, client) = (world.AddHost("server"), world.AddHost("client"));
        await using var serving = await ComposedIperf.StartAsync(server);
        world.Link(server, client).Wire = new Wire { Delay = TimeSpan.FromMilliseconds(2), Jitter = TimeSpan.FromMilliseconds(1), Loss = loss };
        await using var measuring = await ComposedIperf.StartAsync(
            client, server: server.Address, reverse: reverse, parallel: 3, udp: true, rate: 800_000, length: 1000);

        await measuring.Completion;

        // 100 datagrams a second, of each of three streams; with loss, the word that time is over may come late, too.
        Assert.EndsWith(": 2.4 Mbit/s", client.Console.Lines[0], StringComparison.Ordinal);
        var sent = long.Parse(Octets().Match(client.Console.Lines[0]).Groups[1].Value, null) / 1000;
        var arrived = Lost().Match(client.Console.Lines[^1]);
        var (lost, packets) = (int.Parse(arrived.Groups[1].Value, null), int.Parse(arrived.Groups[2].Value, null));
        Assert.InRange(packets, 2_900, sent);
        Assert.InRange((double)lost / packets, loss * 0.7, loss * 1.3);
        Assert.InRange(double.Parse(arrived.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture), 0.01, 2);
    });

    [Fact]
    public void A_server_that_does_not_answer_over_udp_is_said_to_be_so() => World.Run(async world =>
    {
        // Its control connection is served, its datagrams are not: as behind a filter.
        var server = world.AddHost("server");
        _ = server.Tcp.ServeAsync(
            5201,
            async (flow, stop) =>
            {
                await flow.Output.WriteAsync(new byte[] { 9, 10 }, stop);
                await flow.Input.ReadAtLeastAsync(100_000, stop);
            },
            world.Stop);
        var measuring = await ComposedIperf.StartAsync(world.AddHost("client"), server: server.Address, udp: true);

        var error = await Assert.ThrowsAsync<IperfException>(() => measuring.Completion);

        Assert.Contains("does not answer over UDP", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void What_arrives_late_is_not_lost()
    {
        var arrivals = new IperfArrivals();
        foreach (var number in (ulong[])[1, 2, 5, 4, 9])
        {
            arrivals.Add(new(TimeSpan.FromSeconds(number), number), TimeSpan.FromSeconds(number + 7));
        }

        // 3, 6, 7 and 8.
        Assert.Equal(4ul, arrivals.Lost);
        Assert.Equal(9ul, arrivals.Highest);
        Assert.Equal(0, arrivals.Jitter);

        // A sixteenth of the change.
        arrivals.Add(new(TimeSpan.FromSeconds(10), 10), TimeSpan.FromSeconds(17.16));
        Assert.Equal(0.01, arrivals.Jitter, 6);
        arrivals.Omit();
        Assert.Equal((4ul, 10ul, 0), (arrivals.OmittedLost, arrivals.OmittedHighest, arrivals.Jitter));
    }

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
    [InlineData("""{"sctp":true,"parallel":1}""", 13)]
    [InlineData("""{"parallel":1}""", 13)]
    [InlineData("""{"tcp":true,"bidirectional":true,"reverse":true,"parallel":1}""", 34)]
    [InlineData("""{"udp":true,"parallel":1,"len":15}""", 20)]
    [InlineData("""{"udp":true,"parallel":1,"len":65508}""", 20)]
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

        await server.Console.WaitForOutputAsync("refused: the client asks for");
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

    [GeneratedRegex(@"(\d+) of (\d+) datagrams lost .*, jitter ([\d.]+) ms")]
    private static partial Regex Lost();

    [GeneratedRegex(@" (\d+) octets")]
    private static partial Regex Octets();
}
