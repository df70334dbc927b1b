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
    [InlineData(Appliance.V6, 1, true)]
    public void Iperf3s_client_measures_our_server(string address, int flows, bool reverse)
    {
        using var server = Appliance.Start(published.Iperf);
        Assert.Contains(Server, server.Console, StringComparison.Ordinal);

        var report = server.Space.Run("iperf3", ["-c", address, "-J", "-t", "2", "-P", $"{flows}", .. reverse ? ["-R"] : Array.Empty<string>()]).Succeeded();

        using var json = JsonDocument.Parse(report);
        Assert.False(json.RootElement.TryGetProperty("error", out var error), $"{error}");
        var sums = json.RootElement.GetProperty("end");
        Assert.Equal(flows, sums.GetProperty("streams").GetArrayLength());
        Assert.All(sums.GetProperty("streams").EnumerateArray(), stream =>
            Assert.NotEqual(0, stream.GetProperty("receiver").GetProperty("bytes").GetDouble()));
    }

    [Fact]
    public void A_given_amount_arrives_whole()
    {
        using var server = Appliance.Start(published.Iperf);

        server.Space.Run("iperf3", "-c", Appliance.V4, "-n", "1000000000").Succeeded();

        Assert.Contains("received 1000", server.Console, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--reverse")]
    [InlineData("--no-offload")]
    public void Our_client_measures_iperf3s_server(string option)
    {
        using var space = new NetworkNamespace();
        space.AddTap("tap0");
        space.AddAddress("tap0", $"{Appliance.HostV4}/24");
        using var server = space.Start("iperf3", "-s", "-1", "--forceflush");
        server.WaitForOutput("Server listening");

        var report = space.Run(
            published.Iperf, "--ipv4", $"{Appliance.V4}/24", "--server", Appliance.HostV4, "--time", "2", "--parallel", "3", option).Succeeded();

        Assert.Matches(@"received [1-9]\d+ octets in .* over 3 connections", report);
    }
}
