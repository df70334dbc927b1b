using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Path;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>
/// How much gets through a bottleneck of 100 Mbit/s with a round trip of 20 ms, in the path's own time. What is sensible under
/// random loss is what Mathis, Semke, Mahdavi and Ott derive for additive increase ("The macroscopic behavior of the TCP congestion
/// avoidance algorithm", 1997): a segment a round trip by 1.22 over the root of the loss.
/// </summary>
public sealed class GoodputTests(ITestOutputHelper output)
{
    private const double OctetsPerSecond = 100e6 / 8;
    private const int Segment = 1448;
    private static readonly ulong[] Seeds = [1, 2, 3, 4];
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_clean_path_is_filled() => Assert.InRange(Measure(0, 50_000_000), 0.9 * OctetsPerSecond, OctetsPerSecond);

    [Theory]
    [InlineData(0.001, 1.0, 20_000_000)]
    [InlineData(0.01, 1.0, 20_000_000)]
    [InlineData(0.05, 0.8, 8_000_000)]
    [InlineData(0.1, 0.65, 4_000_000)]
    public void A_lossy_path_carries_what_additive_increase_can(double loss, double fraction, int octets) =>
        Assert.InRange(Measure(loss, octets), fraction * Mathis(loss), OctetsPerSecond);

    private static double Mathis(double loss) =>
        Math.Min(OctetsPerSecond, 1.22 * Segment / (2 * OneWay.TotalSeconds * Math.Sqrt(loss)));

    private double Measure(double loss, int octets) => Seeds.Average(seed => MeasureOnce(loss, octets, seed));

    private double MeasureOnce(double loss, int octets, ulong seed)
    {
        var settings = new TcpSettings();
        var path = TcpPath.OverIPv4(1500, segments: true);
        var forward = new PathTraits(OneWay) { Loss = loss, OctetsPerSecond = OctetsPerSecond, QueueOctets = 250_000 };
        var ends = new TwoEnds(new SeededRandom(seed), forward, new PathTraits(OneWay))
        {
            Client = new PathEnd("client", new TcpConnection(settings, path, 1), octets, settings.MaxReceiveBuffer),
            Server = new PathEnd("server", new TcpConnection(settings, path, 2), 0, settings.MaxReceiveBuffer),
        };
        ends.Run(TimeSpan.FromMinutes(10));
        var s = ends.Client.Core.Statistics;
        output.WriteLine($"loss {loss:P1}: {ends.Server.Read / ends.Now.TotalSeconds * 8 / 1e6:F2} Mbit/s (Mathis {(loss > 0 ? Mathis(loss) : OctetsPerSecond) * 8 / 1e6:F2}) in {ends.Now}; sent {s.SegmentsSent}, again {s.SegmentsRetransmitted}, dropped {ends.ToServer.Dropped}, recoveries {s.Recoveries}, timeouts {s.Timeouts}, probes {s.TailProbes}, undone {s.Undone}; {ends.Client.Core.Measures}");
        Assert.Equal(octets, ends.Server.Read);
        return octets / ends.Now.TotalSeconds;
    }
}
