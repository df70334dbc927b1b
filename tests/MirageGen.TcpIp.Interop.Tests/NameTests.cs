namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>The page of a host that has a name: by a stranger's name server, which the network tells of or the operator.</summary>
public sealed class NameTests(Published published) : IDisposable
{
    private const string Page = "served by a stranger";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-names-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_page_is_fetched_by_name_from_servers_that_dhcp_tells_of()
    {
        using var site = Prepare();
        Assert.Contains(Page, site.Space.Run(published.HttpFetch, "--interface", "tap0", "--url", "http://www.example.test/").Succeeded(), StringComparison.Ordinal);

        // Both versions were asked for.
        Assert.Contains("query[A] www.example.test from 10.9.0.1", site.Names.Console, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("query[AAAA] www.example.test from 10.9.0.1", site.Names.Console, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_page_is_fetched_by_name_from_a_server_that_the_operator_names()
    {
        using var site = Prepare();
        var page = site.Space.Run(
            published.HttpFetch, "--interface", "tap0", "--ipv4", "10.9.0.2/24", "--ipv6", "none", "--nameservers", "10.9.0.1",
            "--url", "http://alias.example.test/").Succeeded();

        Assert.Contains(Page, page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_of_ip_that_works_is_used_when_the_other_does_not()
    {
        // The first address of the host is one of version 6 that leads nowhere.
        using var site = Prepare("--host-record=half.example.test,10.9.0.1,fd09::dead");
        var page = site.Space.Run(
            published.HttpFetch, "--interface", "tap0", "--ipv4", "10.9.0.2/24", "--ipv6", "fd09::2/64", "--nameservers", "10.9.0.1",
            "--url", "http://half.example.test/").Succeeded();

        Assert.Contains(Page, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_does_not_exist_is_told_of()
    {
        using var site = Prepare();
        var outcome = site.Space.Run(
            published.HttpFetch, "--interface", "tap0", "--ipv4", "10.9.0.2/24", "--ipv6", "none", "--nameservers", "10.9.0.1",
            "--url", "http://no.example.test/");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("cannot resolve 'no.example.test': there is no such host", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    private Site Prepare(params string[] names)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "index.html"), Page);
        return new(_folder.FullName, names);
    }

    /// <summary>A namespace with a TAP interface, a name server, and a web server on both versions of IP.</summary>
    private sealed class Site : IDisposable
    {
        private readonly RunningProgram _web;

        public Site(string folder, string[] names)
        {
            Space.AddTap("tap0");
            Space.AddAddress("tap0", "10.9.0.1/24");
            Space.AddAddress("tap0", "fd09::1/64");
            Names = Space.Start(
                "dnsmasq",
                [
                    "--keep-in-foreground", "--conf-file=/dev/null", "--interface=tap0", "--bind-dynamic", "--user=root", "--no-resolv",
                    "--no-hosts", "--log-queries", "--log-facility=-", "--dhcp-range=10.9.0.100,10.9.0.150,2m", "--dhcp-authoritative",
                    "--local=/test/", "--host-record=www.example.test,10.9.0.1,fd09::1", "--cname=alias.example.test,www.example.test",
                    $"--dhcp-leasefile={folder}/leases", $"--pid-file={folder}/pid", .. names,
                ]);
            _web = Space.Start("python3", "-m", "http.server", "80", "--bind", "::", "--directory", folder);
            _web.WaitUntil(
                () => Space.Run("curl", "-sS", "--fail", "http://10.9.0.1/").ExitCode == 0, "the web server", TimeSpan.FromMinutes(1));
        }

        public NetworkNamespace Space { get; } = new();

        public RunningProgram Names { get; }

        public void Dispose()
        {
            _web.Dispose();
            Names.Dispose();
            Space.Dispose();
        }
    }
}
