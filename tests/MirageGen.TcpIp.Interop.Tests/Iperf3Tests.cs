using System.Text.Json;

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>iperf3 at one end, our stack at the other.</summary>
public sealed class Iperf3Tests(Published published)
{
    private const string Server = "serving on port 5201";

    [Theory]
    [InlineData(Appliance.V4, 1, false)]
    [InlineData(Appliance.V4, 10, false)]
    [InlineData(Appliance.V4, 1, true)]
    [InlineData(Appliance.V4, 10, true)]
    [InlineData(Appliance.V6, 1, false)]
    [InlineData(Appliance.V6, 10, false)]
    [InlineData(Appliance.V6, 1, true)]
    [InlineData(Appliance.V6, 10, true)]
    public void Iperf3s_client_measures_our_server(string address, int flows, bool reverse)
    {
        using var server = Appliance.Start(published.Iperf);
        Assert.Contains(Server, server.Console, StringComparison.Ordinal);

        using var json = Measure(server, ["-c", address, "-t", "1", "-P", $"{flows}", .. Reverse(reverse)]);

        var sums = json.RootElement.GetProperty("end");
        Assert.Equal(flows, sums.GetProperty("streams").GetArrayLength());
        Assert.All(sums.GetProperty("streams").EnumerateArray(), stream =>
            Assert.NotEqual(0, stream.GetProperty("receiver").GetProperty("bytes").GetDouble()));
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void A_given_amount_arrives_whole(string address)
    {
        using var server = Appliance.Start(published.Iperf);

        server.Space.Run("iperf3", "-c", address, "-n", "1000000000").Succeeded();

        server.WaitForOutput("received 1000");
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData(Appliance.V6)]
    public void Both_directions_at_once_are_measured(string address) => MeasureBoth(published.Iperf, address);

    [Theory]
    [InlineData("--reverse")]
    [InlineData("--no-offload")]
    [InlineData("--bidir")]
    public void Our_client_measures_iperf3s_server(params string[] how)
    {
        var report = MeasureIperf3s(published.Iperf, how);

        Assert.Equal(how.Contains("--bidir"), report.Contains("back: received", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-t", "1", "-Z")]
    [InlineData("-k", "100")]
    [InlineData("-t", "1", "-O", "1", "--get-server-output")]
    public void What_iperf3_can_ask_for_beyond_that_is_served(params string[] options)
    {
        using var server = Appliance.Start(published.Iperf);

        Measure(server, ["-c", Appliance.V4, .. options]).Dispose();
    }

    [Fact]
    public void What_is_not_served_is_refused_in_words_at_both_ends()
    {
        using var server = Appliance.Start(published.Iperf);

        var outcome = server.Space.Run("iperf3", "-c", Appliance.V4, "--sctp");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("not implemented", outcome.Errors, StringComparison.Ordinal);
        server.WaitForOutput("refused: the client asks for SCTP");
    }

    internal static JsonDocument Measure(Appliance server, string[] arguments)
    {
        var json = JsonDocument.Parse(server.Space.Run("iperf3", ["-J", .. arguments]).Succeeded());
        Assert.False(json.RootElement.TryGetProperty("error", out var error), $"{error}");
        return json;
    }

    internal static string[] Reverse(bool reverse) => reverse ? ["-R"] : [];

    /// <summary>Has iperf3 measure three streams in each direction at once.</summary>
    internal static void MeasureBoth(string iperf, string address, params string[] how)
    {
        using var server = Appliance.Start(iperf);

        using var json = Measure(server, ["-c", address, "-t", "1", "-P", "3", "--bidir", .. how]);

        var end = json.RootElement.GetProperty("end");
        Assert.Equal(6, end.GetProperty("streams").GetArrayLength());
        server.WaitForOutput("sent ");
        Assert.Matches(@"received [1-9]\d+ octets in .* over 3 ", server.Console);
        Assert.Matches(@"sent [1-9]\d+ octets in .* over 3 ", server.Console);
    }

    /// <summary>Has our client measure three streams to iperf3's server, which ends with the test.</summary>
    /// <returns>What it reports.</returns>
    internal static string MeasureIperf3s(string iperf, string[] how)
    {
        using var space = new NetworkNamespace();
        space.AddTap("tap0");
        space.AddAddress("tap0", $"{Appliance.HostV4}/24");
        using var server = space.Start("iperf3", "-s", "-1", "--forceflush");
        server.WaitForOutput("Server listening");

        var report = space.Run(
            iperf, ["--ipv4", $"{Appliance.V4}/24", "--server", Appliance.HostV4, "--time", "1", "--parallel", "3", .. how]).Succeeded();

        Assert.Matches(@"sent [1-9]\d+ octets in .* over 3 ", report);
        Assert.Matches(@"received [1-9]\d+ octets in .* over 3 ", report);
        Assert.Equal(0, server.WaitForExit(TimeSpan.FromSeconds(20)));
        return report;
    }
}
