using System.Globalization;
using MirageGen.Interop;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>The examples of DNS as domains, asked by dig and dnsperf.</summary>
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

    [Fact]
    public async Task A_domain_keeps_the_zone_of_another_one()
    {
        const string Secondary = "10.0.2.65";
        await using var primary = await xen.CreateAsync(images.Of("examples/DnsServer"), Address, "--port 53 --transfer 10.0.2.0/24");
        await primary.Console.WaitForAsync("Serving DNS on port 53", RealXen.Limit, CancellationToken.None);
        var disk = await xen.MakeDiskAsync("zone");
        await using var domain = await xen.CreateAsync(
            images.Of("examples/DnsSecondary"), Secondary, $"--port 53 --zone example.org --primary {Address}:53", disk);
        await domain.Console.WaitForAsync($"Zone example.org. came from {Address}:53", RealXen.Limit, CancellationToken.None);

        Assert.Equal("192.0.2.80\n", xen.Space.RunLine($"dig @{Secondary} +time=10 +short www.example.org").Succeeded());
        Assert.Equal(Soa(Address), Soa(Secondary));
        await xen.RunAsync($"rm {disk}");
    }

    /// <summary>Both are destroyed, without a warning; what the secondary keeps is on its disk.</summary>
    [Fact]
    public async Task A_domain_answers_for_the_zone_that_its_disk_has_without_any_primary()
    {
        const string Secondary = "10.0.2.67";
        const string Arguments = $"--port 53 --zone example.org --primary {Address}:53";
        var disk = await xen.MakeDiskAsync("kept");
        string soa;
        await using (await xen.CreateAsync(images.Of("examples/DnsServer"), Address, "--port 53 --transfer 10.0.2.0/24"))
        await using (var first = await xen.CreateAsync(images.Of("examples/DnsSecondary"), Secondary, Arguments, disk))
        {
            await first.Console.WaitForAsync($"Zone example.org. came from {Address}:53", RealXen.Limit, CancellationToken.None);
            soa = Soa(Secondary);
            Assert.NotEmpty(soa);
            await xen.RunAsync($"for i in $(seq 600); do grep -q www {disk} && exit 0; sleep 0.1; done; exit 1");
        }

        await using var second = await xen.CreateAsync(images.Of("examples/DnsSecondary"), Secondary, Arguments, disk);
        await second.Console.WaitForAsync("Zone example.org. is served as it was kept", RealXen.Limit, CancellationToken.None);

        Assert.Equal(soa, Soa(Secondary));
        Assert.Equal("192.0.2.80\n", xen.Space.RunLine($"dig @{Secondary} +time=10 +short www.example.org").Succeeded());
        await xen.RunAsync($"rm {disk}");
    }

    /// <summary>Without OpenSSL: random numbers are the shim's, cryptography is managed code.</summary>
    [Fact]
    public async Task A_domain_resolves_what_it_knows_and_says_whom_it_cannot_reach()
    {
        const string Resolver = "10.0.2.66";
        const string Nobody = "10.0.2.250";
        await using var domain = await xen.CreateAsync(images.Of("examples/DnsResolver"), Resolver, $"--port 53 --hints {Nobody}");
        await xen.WaitForPingAsync(Resolver);

        Assert.Equal("127.0.0.1\n", xen.Space.RunLine($"dig @{Resolver} +time=10 +short localhost").Succeeded());
        var refused = xen.Space.RunLine($"dig @{Resolver} +time=30 www.example.org").Succeeded();
        Assert.Contains("status: SERVFAIL", refused, StringComparison.Ordinal);
        Assert.Contains("EDE: 22 (No Reachable Authority)", refused, StringComparison.Ordinal);
    }

    private string Soa(string server) => xen.Space.RunLine($"dig @{server} +time=10 +short example.org SOA").Succeeded();

    private string Dig(string arguments) => xen.Space.RunLine($"dig @{Address} +time=10 {arguments}").Succeeded();
}
