using MirageGen.Composition;
using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>What an operator sees of a running stack.</summary>
public sealed class StatisticsReportsTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    [Fact]
    public void Reports_have_counts_and_connections_each_time_and_at_the_end() => World.Run(async world =>
    {
        var duo = new Duo(world);
        var (near, far) = await duo.ConnectAsync();
        await near.SayAsync("hello");
        var console = new SimulatedConsole();
        var reports = new StatisticsReports(duo.Client.Statistics, world.Clock, console, Period);
        await world.DelayAsync(2.5 * Period);
        Assert.Equal(2, console.Lines.Count(line => line == "tcp"));
        Assert.Contains("active-opens", console.Output, StringComparison.Ordinal);
        Assert.Equal(
            2, console.Lines.Count(line => line.StartsWith($"  {near.LocalEndpoint} {near.RemoteEndpoint} ESTABLISHED, 0 unread", StringComparison.Ordinal)));

        far.Abort("enough");
        near.Abort("enough");
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        reports.Dispose();
        Assert.Equal(3, console.Lines.Count(line => line == "tcp"));
        Assert.Equal(2, console.Lines.Count(line => line.Contains("ESTABLISHED", StringComparison.Ordinal)));
    });

    [Fact]
    public void Without_being_asked_nothing_is_reported() => World.Run(async world =>
    {
        var console = new SimulatedConsole();
        using (new StatisticsReports(new NetworkStatistics(), world.Clock, console))
        {
            await world.DelayAsync(Period);
        }

        Assert.Empty(console.Output);
    });

    [Fact]
    public void What_is_unread_and_unacknowledged_shows() => World.Run(async world =>
    {
        var duo = new Duo(world);
        var (near, far) = await duo.ConnectAsync();
        await near.SayAsync("hello");
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((5, 0), Of(duo.Server.Statistics));
        world.Segment().Wire = SimulatedWire.Ideal with { Loss = 1 };
        await near.SayAsync("anybody?");
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((0, 8), Of(duo.Client.Statistics));
        Assert.True(Assert.Single(duo.Client.Statistics.Connections).Retransmitted > 0);
        far.Abort("enough");
        near.Abort("enough");

        static (long, long) Of(NetworkStatistics statistics) =>
            Assert.Single(statistics.Connections) is var report ? (report.Unread, report.Unacknowledged) : default;
    });

    [Fact]
    public void More_connections_than_fit_are_only_hinted_at() => World.Run(async world =>
    {
        var duo = new Duo(world);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, Duo.Port));
        for (var i = 0; i < 53; i++)
        {
            _ = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            _ = await listener.AcceptAsync(world.Stop);
        }

        var console = new SimulatedConsole();
        using var reports = new StatisticsReports(duo.Client.Statistics, world.Clock, console, Period);
        await world.DelayAsync(1.5 * Period);
        Assert.Equal(50, console.Lines.Count(line => line.Contains("ESTABLISHED", StringComparison.Ordinal)));
        Assert.Contains("  and more", console.Lines);
    });

    [Fact]
    public void No_time_between_reports_is_refused() => Assert.Equal(
        "--stats 00:00:00: it must be longer than nothing",
        Assert.Throws<BootArgumentException>(
            () => new StatisticsReports(new NetworkStatistics(), TimeProvider.System, new SimulatedConsole(), TimeSpan.Zero)).Message);
}
