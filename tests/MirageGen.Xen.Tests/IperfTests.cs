using System.Text.Json;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>iperf3 in dom0 at one end, the Iperf example in a domain at the other.</summary>
[Collection(OnRealXen.Name)]
public sealed class IperfTests(IperfServerDomain server, RealXen xen) : IClassFixture<IperfServerDomain>
{
    private const string ClientAddress = "10.0.2.61";

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "-R")]
    [InlineData(4, "")]
    [InlineData(4, "-R")]
    public async Task Iperf3s_client_measures_our_server(int flows, string how)
    {
        using var report = await MeasureAsync($"-t 1 -P {flows} {how}");

        var streams = report.RootElement.GetProperty("end").GetProperty("streams");
        Assert.Equal(flows, streams.GetArrayLength());
        Assert.All(streams.EnumerateArray(), stream => Assert.NotEqual(0, stream.GetProperty("receiver").GetProperty("bytes").GetDouble()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-R")]
    public async Task Datagrams_arrive_at_their_rate(string how)
    {
        using var report = await MeasureAsync($"-u -b 2M -t 2 {how}");

        // On a machine that is busy with something else some wait for longer than there is room.
        var sum = report.RootElement.GetProperty("end").GetProperty("sum");
        Assert.InRange(sum.GetProperty("bits_per_second").GetDouble(), 1e6, 2.5e6);
        Assert.InRange(sum.GetProperty("lost_percent").GetDouble(), 0, 20);
    }

    [Theory]
    [InlineData(4, "")]
    [InlineData(4, "--reverse")]
    [InlineData(1, "--udp --rate 2000000")]
    public async Task Our_client_measures_iperf3s_server_and_powers_off(int flows, string how)
    {
        await xen.RunAsync("iperf3 -s -1 -D && until netstat -ltn | grep -q ':5201 '; do usleep 10000; done");
        await using var domain = await xen.CreateAsync(
            server.Image, ClientAddress, $"--server {Dom0Network.Dom0Address} --time 1 --parallel {flows} {how}");

        var console = string.Join('\n', (await DomainOutcome.OfAsync(xen.Dom0, domain)).Ended(DomainEnd.PowerOff));

        Assert.Matches($@"sent [1-9]\d+ octets in .* over {flows} ", console);
        Assert.Matches($@"received [1-9]\d+ octets in .* over {flows} ", console);
    }

    private async Task<JsonDocument> MeasureAsync(string how)
    {
        var report = JsonDocument.Parse(await xen.RunAsync($"iperf3 -J -c {IperfServerDomain.Address} {how}"));
        Assert.False(report.RootElement.TryGetProperty("error", out var error), $"{error}\n{server.Console.Text}");
        return report;
    }
}
