using System.Globalization;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>The DnsServer example as a domain, asked by dig and dnsperf.</summary>
[Collection(OnRealXen.Name)]
public sealed class NameServerTests(Images images, RealXen xen)
{
    private const string Address = "10.0.2.64";

    [Fact]
    public async Task A_domain_answers_over_UDP_and_TCP_and_loses_no_query_of_five_thousand()
    {
        await using var domain = await xen.CreateAsync(images.Of("examples/DnsServer"), Address, "--port 53");
        await domain.Console.WaitForAsync("Serving DNS on port 53", RealXen.Limit, CancellationToken.None);
        await xen.WaitForPingAsync(Address);

        Assert.Equal("192.0.2.80\n", Dig("+short www.example.org"));
        Assert.Equal("www.example.org.\n192.0.2.80\n", Dig("+short +tcp blog.example.org"));
        Assert.Contains("status: NXDOMAIN", Dig("nowhere.example.org"), StringComparison.Ordinal);
        Assert.Contains("(good)", Dig("+cookie www.example.org"), StringComparison.Ordinal);

        var questions = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(questions, Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"h{i}.apps.example.org A")));
            var report = xen.Space.RunLine($"dnsperf -s {Address} -d {questions} -n 1 -c 4 -q 20 -t 60").Succeeded();
            Assert.Contains("NOERROR 5000 (100.00%)", report, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(questions);
        }

        Assert.True(await domain.ShutDownAsync(RealXen.Limit, TestContext.Current.CancellationToken));
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, TestContext.Current.CancellationToken));
    }

    private string Dig(string arguments) => xen.Space.RunLine($"dig @{Address} +time=10 {arguments}").Succeeded();
}
