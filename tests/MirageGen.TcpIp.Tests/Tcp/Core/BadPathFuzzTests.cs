using System.Globalization;
using CsCheck;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Path;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>
/// Whatever a path does to segments, both ends read exactly what was written, and close. CsCheck prints the seed of a failure;
/// <c>CsCheck_Seed</c> reproduces it.
/// </summary>
public sealed class BadPathFuzzTests
{
    private static readonly Gen<PathTraits> AnyDirection = Gen.Select(
        Gen.Int[0, 100], Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[0, 60], Gen.Int[1, 200], Gen.Int[0, 3],
        (delay, loss, duplication, reordering, extra, rate) => new PathTraits(TimeSpan.FromMilliseconds(delay))
        {
            Loss = loss / 100.0,
            Duplication = duplication / 100.0,
            Reordering = reordering / 100.0,
            MostExtraDelay = TimeSpan.FromMilliseconds(extra),
            OctetsPerSecond = rate == 0 ? 0 : 20_000 * Math.Pow(30, rate),
            QueueOctets = 20_000,
            MarkingOctets = 5_000,
        });

    private static readonly Gen<TcpSettings> AnySettings = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 2], Gen.Int[9, 20],
        (sack, timestamps, scaling, nagle, cubic, ecn, buffer) => new TcpSettings
        {
            SelectiveAcknowledgments = sack,
            Timestamps = timestamps,
            WindowScaling = scaling,
            Nagle = nagle,
            CongestionControl = cubic ? TcpCongestionControl.Cubic : TcpCongestionControl.NewReno,
            Ecn = (TcpEcn)ecn,
            InitialReceiveBuffer = 1 << Math.Min(buffer, 16),
            MaxReceiveBuffer = 1 << buffer,
            UserTimeout = TimeSpan.FromHours(10),
            HandshakeTimeout = TimeSpan.FromHours(1),
            TimeWait = TimeSpan.FromHours(2),
            HalfOpenTimeout = TimeSpan.FromHours(1),
            MaxOutOfOrderRuns = 16,
            MaxSegmentsInFlight = 64,
        });

    private static readonly Gen<(long Octets, int Write, int Read, int Every, int Mtu, bool Segments)> AnyApplication = Gen.Select(
        Gen.Long[0, 60_000], Gen.Int[1, 5_000], Gen.Int[1, 5_000], Gen.Int[0, 30], Gen.Int[600, 9_000], Gen.Bool);

    private static readonly Gen<PathTraits> AnyWideDirection = Gen.Select(
        Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 20], Gen.Int[0, 100], Gen.Int[1, 20],
        (delay, loss, duplication, reordering, extra) => new PathTraits(TimeSpan.FromMilliseconds(delay))
        {
            Loss = loss / 1000.0,
            Duplication = duplication / 1000.0,
            Reordering = reordering / 1000.0,
            MostExtraDelay = TimeSpan.FromMilliseconds(extra),
            OctetsPerSecond = 12.5e6,
            QueueOctets = 300_000,
        });

    [Fact]
    public void Both_streams_arrive_whole_over_any_path() => Gen.Select(
        AnyDirection, AnyDirection, AnySettings, AnySettings, AnyApplication, AnyApplication, Gen.Bool, Gen.ULong).Sample(
        (there, back, clientSettings, serverSettings, client, server, isSimultaneous, seed) =>
        {
            var ends = new TwoEnds(new SeededRandom(seed), there, back)
            {
                Client = End("client", clientSettings, client),
                Server = End("server", serverSettings, server),
                IsSimultaneous = isSimultaneous,
            };
            ends.Run(TimeSpan.FromHours(9));
            Check(ends.Client, client.Octets, server.Octets, ends);
            Check(ends.Server, server.Octets, client.Octets, ends);
        },
        iter: 4000,
        time: FuzzBudget.Seconds,
        threads: 1);

    [Fact]
    public void Long_streams_arrive_whole_in_good_time() => Gen.Select(AnyWideDirection, AnyWideDirection, Gen.Bool, Gen.ULong).Sample(
        (there, back, isCubic, seed) =>
        {
            var settings = new TcpSettings { CongestionControl = isCubic ? TcpCongestionControl.Cubic : TcpCongestionControl.NewReno };
            var application = (Octets: 1_000_000L, int.MaxValue, int.MaxValue, Every: 0, Mtu: 1500, Segments: true);
            var ends = new TwoEnds(new SeededRandom(seed), there, back)
            {
                Client = End("client", settings, application),
                Server = End("server", settings, application),
            };
            ends.Run(TimeSpan.FromMinutes(5));
            Check(ends.Client, application.Octets, application.Octets, ends);
            Check(ends.Server, application.Octets, application.Octets, ends);
        },
        iter: 40,
        time: FuzzBudget.Seconds,
        threads: 1);

    private static PathEnd End(
        string name, TcpSettings settings, (long Octets, int Write, int Read, int Every, int Mtu, bool Segments) application)
    {
        var path = TcpPath.OverIPv4(application.Mtu, application.Segments);
        return new PathEnd(name, new TcpConnection(settings, path, (uint)name.Length), application.Octets, settings.MaxReceiveBuffer)
        {
            WriteOctets = application.Write,
            ReadOctets = application.Read,
            ReadEvery = TimeSpan.FromMilliseconds(application.Every),
        };
    }

    private static void Check(PathEnd end, long sent, long toRead, TwoEnds ends)
    {
        var where = $"at {ends.Now}, of {toRead} to read and {sent} to send: {Describe(end)}; its peer: {Describe(end.Peer!)}";
        Assert.True(end.Read == toRead, where);
        Assert.True(end.Core.Acknowledged == sent, where);
        Assert.True(end.Core.PeerFinishedAt == toRead, where);
        Assert.True(end.IsDone, where);
        Assert.False(end.Events.HasFlag(TcpEvents.Reset) || end.Events.HasFlag(TcpEvents.TimedOut), where);
    }

    private static string Describe(PathEnd end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{end.Name} is in {end.Core.State}, has read {end.Read}, sent {end.Core.Acknowledged}, due {end.Core.Deadline}, {end.Core.Measures}, {end.Events}");
}
