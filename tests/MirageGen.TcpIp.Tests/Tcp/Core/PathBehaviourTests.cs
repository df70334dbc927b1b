using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Path;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>What two cores make of paths that are odd rather than bad.</summary>
public sealed class PathBehaviourTests(ITestOutputHelper output)
{
    private const double OctetsPerSecond = 100e6 / 8;
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(10);

    private static PathTraits Bottleneck => new(OneWay) { OctetsPerSecond = OctetsPerSecond, QueueOctets = 250_000 };

    [Fact]
    public void Reordering_is_not_taken_for_loss()
    {
        var ends = Run(Bottleneck with { Reordering = 0.02, MostExtraDelay = TimeSpan.FromMilliseconds(4) }, 20_000_000);
        var statistics = ends.Client.Core.Statistics;
        Assert.InRange(statistics.SegmentsRetransmitted, 0, ends.ToServer.Dropped + (statistics.SegmentsSent / 50));
        Assert.InRange(20_000_000 / ends.Now.TotalSeconds, 0.5 * OctetsPerSecond, OctetsPerSecond);
    }

    [Fact]
    public void Duplication_costs_nothing()
    {
        var ends = Run(Bottleneck with { Duplication = 0.1 }, 20_000_000);
        Assert.InRange(20_000_000 / ends.Now.TotalSeconds, 0.8 * OctetsPerSecond, OctetsPerSecond);
    }

    [Fact]
    public void Lost_acknowledgments_cost_little()
    {
        var ends = Run(Bottleneck, 20_000_000, new PathTraits(OneWay) { Loss = 0.3 });
        Assert.InRange(20_000_000 / ends.Now.TotalSeconds, 0.7 * OctetsPerSecond, OctetsPerSecond);
    }

    [Fact]
    public void Marks_take_the_place_of_losses()
    {
        var ends = Run(Bottleneck with { MarkingOctets = 60_000 }, 20_000_000, settings: new TcpSettings { Ecn = TcpEcn.Always });
        Assert.True(ends.Client.Core.Statistics.CongestionMarks > 0);
        Assert.InRange(20_000_000 / ends.Now.TotalSeconds, 0.7 * OctetsPerSecond, OctetsPerSecond);
    }

    [Fact]
    public void Black_hole_for_large_segments_is_got_through()
    {
        var ends = Run(Bottleneck with { BlackHoleOctets = 1_300 }, 2_000_000);
        Assert.InRange(ends.Now, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Outage_is_survived_and_made_good()
    {
        var ends = Make(Bottleneck, new PathTraits(OneWay), 10_000_000, new TcpSettings());
        ends.Filter = (_, _) => ends.Now < TimeSpan.FromMilliseconds(300) || ends.Now > TimeSpan.FromSeconds(10);
        ends.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(10_000_000, ends.Server.Read);
        Assert.InRange(ends.Now, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public void Sudden_delay_makes_a_timeout_that_is_undone()
    {
        var ends = Make(Bottleneck with { QueueOctets = 10_000_000 }, new PathTraits(OneWay), 20_000_000, new TcpSettings());
        var isLate = false;
        ends.Filter = (_, _) =>
        {
            if (!isLate && ends.Now > TimeSpan.FromMilliseconds(50))
            {
                isLate = true;
                ends.ToServer.Hold(until: ends.Now + TimeSpan.FromMilliseconds(700));
            }

            return true;
        };
        ends.Run(TimeSpan.FromMinutes(10));
        Report(ends);
        Assert.Equal(20_000_000, ends.Server.Read);
        Assert.True(ends.Client.Core.Statistics.Undone > 0);
    }

    [Fact]
    public void Reader_that_stops_and_goes_on_gets_everything()
    {
        var ends = new TwoEnds(new SeededRandom(3), Bottleneck, new PathTraits(OneWay))
        {
            Client = End("client", 3_000_000, new TcpSettings()),
            Server = new PathEnd("server", new TcpConnection(new TcpSettings(), Way, 2), 0, 1 << 23)
            {
                ReadEvery = TimeSpan.FromSeconds(2),
                ReadOctets = 100_000,
            },
        };
        ends.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(3_000_000, ends.Server.Read);
        Assert.Equal(0, ends.Client.Core.Statistics.SegmentsRetransmitted);
        Assert.InRange(ends.Now, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(75));
    }

    private static TcpPath Way => TcpPath.OverIPv4(1500, segments: true);

    private static PathEnd End(string name, long octets, TcpSettings settings) =>
        new(name, new TcpConnection(settings, Way, (uint)name.Length), octets, settings.MaxReceiveBuffer);

    private static TwoEnds Make(PathTraits there, PathTraits back, long octets, TcpSettings settings) =>
        new(new SeededRandom(5), there, back) { Client = End("client", octets, settings), Server = End("server", 0, settings) };

    private TwoEnds Run(PathTraits there, long octets, PathTraits? back = null, TcpSettings? settings = null)
    {
        var ends = Make(there, back ?? new PathTraits(OneWay), octets, settings ?? new TcpSettings());
        ends.Run(TimeSpan.FromMinutes(10));
        Report(ends);
        Assert.Equal(octets, ends.Server.Read);
        return ends;
    }

    private void Report(TwoEnds ends)
    {
        var statistics = ends.Client.Core.Statistics;
        output.WriteLine($"{ends.Server.Read / ends.Now.TotalSeconds * 8 / 1e6:F2} Mbit/s in {ends.Now}; sent {statistics.SegmentsSent}, again {statistics.SegmentsRetransmitted}, dropped {ends.ToServer.Dropped}, recoveries {statistics.Recoveries}, timeouts {statistics.Timeouts}, undone {statistics.Undone}, marks {statistics.CongestionMarks}");
    }
}
