using System.Globalization;
using MirageGen.Interop;
using MirageGen.XenHost;
using MirageGen.XenHost.Domains;

namespace MirageGen.Xen.Tests;

/// <summary>An appliance as its user has it: composed, with the drivers in C#, on a real Xen, before strangers' clients.</summary>
[Collection(OnRealXen.Name)]
public sealed class WebsiteTests(Website website, RealXen xen)
{
    // Each has its own, so that nobody's neighbour table still has the station that had it before.
    private const string PageAddress = "10.0.2.30";
    private const string PingAddress = "10.0.2.31";
    private const string RebootAddress = "10.0.2.32";
    private const string RestartAddress = "10.0.2.33";

    [Fact]
    public void A_publish_writes_an_image_and_its_configurations() =>
        Assert.Equal(["StaticWebsite.xen", "StaticWebsite.xl", "StaticWebsite.xml"], website.Files);

    [Fact]
    public async Task It_serves_its_pages_to_curl_and_ab_and_powers_off_when_asked()
    {
        await using var domain = await website.ServeAsync(xen, PageAddress);

        Assert.Equal(await Website.PageAsync("index.html"), await Website.FetchAsync(xen, PageAddress, "/"));
        Assert.Equal(await Website.PageAsync("architecture.html"), await Website.FetchAsync(xen, PageAddress, "/architecture.html"));
        var load = xen.Space.Run("ab", "-q", "-k", "-n", "5000", "-c", "32", $"http://{PageAddress}/").Succeeded();
        Assert.Matches(@"Complete requests: +5000\n", load);
        Assert.Matches(@"Failed requests: +0\n", load);
        Assert.DoesNotContain("Non-2xx", load, StringComparison.Ordinal);

        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task It_answers_pings_of_every_size()
    {
        await using var domain = await website.ServeAsync(xen, PingAddress);

        foreach (var size in (int[])[0, 56, 1472, 1473, 9000, 20_000])
        {
            var pings = xen.Space.Run("ping", "-c", "3", "-i", "0.2", "-W", "10", "-s", size.ToString(CultureInfo.InvariantCulture), PingAddress);
            Assert.Contains(" 0% packet loss", pings.Succeeded(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_reboot_that_is_asked_for_is_told_to_xen()
    {
        await using var domain = await website.ServeAsync(xen, RebootAddress);

        await xen.RunAsync($"xenstore-write /local/domain/{domain.Id}/control/shutdown reboot");

        Assert.Equal(DomainEnd.Reboot, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task Its_interface_comes_back_when_the_other_end_restarts()
    {
        await using var domain = await website.ServeAsync(xen, RestartAddress);
        var before = await Website.FetchAsync(xen, RestartAddress, "/");

        // The driver is taken from its device and given to it again; the script is what udev would have run.
        await xen.RunAsync($"for way in unbind bind; do echo vif-{domain.Id}-0 >/sys/bus/xen-backend/drivers/vif/$way; done");
        await xen.RunAsync($"XENBUS_PATH=backend/vif/{domain.Id}/0 vif=vif{domain.Id}.0 /etc/xen/scripts/vif-bridge online");
        await domain.Console.WaitForAsync("is back", RealXen.Limit, RealXen.Cancelled);

        Assert.Equal(before, await Website.FetchAsync(xen, RestartAddress, "/"));
    }

    [Theory]
    [InlineData("--port http", true, "StaticWebsite: --port: 'http' is not a number")]
    [InlineData("--verbose", true, "StaticWebsite: --verbose: no such argument (try --help)")]
    [InlineData("--ipv4 10.0.2.30/24", false, "StaticWebsite: the domain has no network interface 0; it has none: add one to its configuration (vif = [ ... ])")]
    [InlineData("--ipv4 10.0.2.30/24 --interface 3", true, "StaticWebsite: the domain has no network interface 3; it has 0")]
    public async Task What_cannot_be_is_one_line_on_the_console_and_a_crash(string commandLine, bool hasNetwork, string line)
    {
        await using var domain = await website.CreateAsync(xen, commandLine, hasNetwork);

        var outcome = await DomainOutcome.OfAsync(xen.Dom0, domain);

        Assert.Equal(line, outcome.Ended(DomainEnd.Crash)[0]);
    }

    [Fact]
    public async Task With_too_little_memory_it_says_so_in_one_line()
    {
        await using var domain = await website.CreateAsync(xen, "--ipv4 10.0.2.30/24", mebi: 7);

        var console = (await DomainOutcome.OfAsync(xen.Dom0, domain)).Ended(DomainEnd.Crash);
        Assert.StartsWith("StaticWebsite: out of memory: ", console[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public async Task With_little_memory_it_serves_however_many_come(int mebi)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"10.0.2.{80 + mebi}");
        await using var domain = await website.ServeAsync(xen, address, mebi);

        Crowd(address);

        Assert.Equal(await Website.PageAsync("index.html"), await Website.FetchAsync(xen, address, "/"));
    }

    /// <summary>The least memory in which it begins: it serves, and a crowd may be too much for it, which it says.</summary>
    [Fact]
    public async Task With_the_least_memory_it_serves_or_says_in_one_line_that_there_is_too_little()
    {
        const string Address = "10.0.2.88";
        await using var domain = await website.ServeAsync(xen, Address, mebi: 8);
        var page = await Website.PageAsync("index.html");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(page, await Website.FetchAsync(xen, Address, "/"));
        }

        Crowd(Address);

        // Whether it is there is asked of itself: its last words may still be on their way.
        if (xen.Space.Run("curl", "-sS", "--fail", "-m", "30", "-o", "/dev/null", $"http://{Address}/").ExitCode == 0)
        {
            return;
        }

        var console = (await DomainOutcome.OfAsync(xen.Dom0, domain)).Ended(DomainEnd.Crash);

        // It says so itself, unless it is the collector that has got too little for its own tables: then the shim does.
        Assert.Single(console, static line => line is "StaticWebsite: out of memory" || line.StartsWith("panic: out of memory: ", StringComparison.Ordinal));
    }

    /// <summary>Each of twenty peers asks and stays; the domain has room for some ten.</summary>
    [Fact]
    public async Task Peers_that_stay_and_ask_for_nothing_shut_out_nobody()
    {
        const string Address = "10.0.2.89";
        await using var domain = await website.ServeAsync(xen, Address, mebi: 9);

        var answers = xen.Space.RunLine(
            $"for peer in $(seq 10 29); do eval \"exec $peer<>/dev/tcp/{Address}/80\"; printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&$peer; timeout 20 head -n 1 <&$peer; done");

        Assert.Equal(20, answers.Output.Split('\n').Count(static line => line.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal)));
        Assert.Equal(await Website.PageAsync("index.html"), await Website.FetchAsync(xen, Address, "/"));
    }

    [Fact]
    public async Task An_image_that_its_memory_does_not_hold_is_one_line()
    {
        var error = await Assert.ThrowsAsync<XenHostException>(() => website.CreateAsync(xen, string.Empty, mebi: 5));

        Assert.Contains("the image does not fit into its memory, give it more", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Eight_domains_serve_at_once()
    {
        var domains = new List<Domain>();
        try
        {
            for (var i = 0; i < 8; i++)
            {
                domains.Add(await website.ServeAsync(xen, AddressOf(i), mebi: 24));
            }

            var page = await Website.PageAsync("index.html");
            for (var i = 0; i < domains.Count; i++)
            {
                Assert.Equal(page, await Website.FetchAsync(xen, AddressOf(i), "/"));
            }
        }
        finally
        {
            foreach (var domain in domains)
            {
                await domain.DisposeAsync();
            }
        }
    }

    /// <summary>More connections at once than it has room for: those beyond find nobody until others have gone, and may give up.</summary>
    private void Crowd(string address)
    {
        _ = xen.Space.Run("ab", "-q", "-s", "5", "-n", "500", "-c", "64", $"http://{address}/");
        _ = xen.Space.Run("ab", "-q", "-k", "-s", "5", "-n", "500", "-c", "64", $"http://{address}/dns.html");
    }

    private static string AddressOf(int domain) => string.Create(CultureInfo.InvariantCulture, $"10.0.2.{40 + domain}");
}
