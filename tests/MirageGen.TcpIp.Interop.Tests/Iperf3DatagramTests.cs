namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>iperf3 with datagrams at one end, our stack at the other.</summary>
public sealed class Iperf3DatagramTests(Published published)
{
    [Theory]
    [InlineData(Appliance.V4, false)]
    [InlineData(Appliance.V4, true)]
    [InlineData(Appliance.V6, false)]
    [InlineData(Appliance.V6, true)]
    public void Datagrams_arrive_at_their_rate_and_both_ends_count_the_same(string address, bool reverse)
    {
        using var server = Appliance.Start(published.Iperf);

        using var json = Iperf3Tests.Measure(server, ["-c", address, "-u", "-b", "8M", "-t", "2", "-P", "2", .. Iperf3Tests.Reverse(reverse)]);

        var sum = json.RootElement.GetProperty("end").GetProperty("sum");
        Assert.InRange(sum.GetProperty("bits_per_second").GetDouble(), 12e6, 18e6);
        Assert.InRange(sum.GetProperty("lost_percent").GetDouble(), 0, 5);
        Assert.InRange(sum.GetProperty("jitter_ms").GetDouble(), 0.000_001, 50);
        server.WaitForOutput(reverse ? "sent " : "received ");
        if (!reverse)
        {
            // What the server has counted is what iperf3 reports.
            var lost = sum.GetProperty("lost_packets").GetInt64();
            var packets = sum.GetProperty("packets").GetInt64();
            Assert.Matches($@"over 2 streams: .*, {lost} of \d+ datagrams lost", server.Console);
            Assert.InRange(packets, 1, long.MaxValue);
        }
    }

    [Theory]
    [InlineData(Appliance.V4, "-b", "20M")]
    [InlineData(Appliance.V6, "-b", "20M")]
    [InlineData(Appliance.V4, "-b", "20M", "--udp-counters-64bit")]
    [InlineData(Appliance.V4, "-b", "20M", "-l", "8000")]
    public void Both_directions_at_once_are_measured(string address, params string[] how) =>
        Iperf3Tests.MeasureBoth(published.Iperf, address, ["-u", .. how]);

    [Theory]
    [InlineData("--rate", "8000000")]
    [InlineData("--rate", "8000000", "--reverse")]
    [InlineData("--rate", "8000000", "--bidir")]
    [InlineData("--rate", "0")]
    public void Our_client_measures_iperf3s_server(params string[] how) =>
        Assert.Contains("datagrams lost", Iperf3Tests.MeasureIperf3s(published.Iperf, ["--udp", .. how]), StringComparison.Ordinal);

    [Theory]
    [InlineData("-k", "100")]
    [InlineData("-n", "100000", "-R")]
    [InlineData("-t", "1", "-O", "1", "--get-server-output")]
    public void What_iperf3_can_ask_for_beyond_that_is_served(params string[] options)
    {
        using var server = Appliance.Start(published.Iperf);

        Iperf3Tests.Measure(server, ["-c", Appliance.V4, "-u", .. options]).Dispose();
    }
}
