using System.Text.RegularExpressions;

namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>Addresses from strangers' servers.</summary>
public sealed partial class DhcpTests(Published published) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dhcp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Dnsmasq_leases_an_address_and_advertises_a_prefix()
    {
        using var space = Prepare();
        using var server = space.Start(
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=tap0", "--bind-dynamic", "--user=root",
            "--dhcp-range=10.9.0.100,10.9.0.150,2m", "--dhcp-range=fd09::,ra-only,64", "--enable-ra", "--dhcp-authoritative",
            "--log-dhcp", "--log-facility=-", $"--dhcp-leasefile={_folder.FullName}/leases", $"--pid-file={_folder.FullName}/pid");
        using var echo = space.Start(published.EchoServer, "--interface", "tap0");
        echo.WaitUntil(() => Leased().IsMatch(echo.Console), "a lease", TimeSpan.FromMinutes(2));
        var address = Leased().Match(echo.Console).Groups[1].Value;

        Assert.Contains("100 received", space.Run("ping", "-f", "-q", "-c", "100", address).Succeeded(), StringComparison.Ordinal);
        Assert.Contains($"DHCPACK(tap0) {address}", server.Console, StringComparison.Ordinal);
        Assert.Contains(address, File.ReadAllText(Path.Combine(_folder.FullName, "leases")), StringComparison.Ordinal);

        // A group's members answer from an address of the asker's prefix, if they have one.
        echo.WaitUntil(
            () => FromPrefix().IsMatch(space.Run("ping", "-6", "-c", "1", "-W", "1", "-I", "fd09::1", "ff02::1%tap0").Output),
            "an address made from the prefix", TimeSpan.FromMinutes(2));
        Assert.Equal(0, echo.Stop());
    }

    [Fact]
    public void Isc_dhcpd_leases_an_address_and_renews_it()
    {
        using var space = Prepare();
        File.WriteAllText(Path.Combine(_folder.FullName, "dhcpd.conf"), """
            default-lease-time 40;
            min-lease-time 40;
            max-lease-time 40;
            authoritative;
            subnet 10.9.0.0 netmask 255.255.255.0 { range 10.9.0.100 10.9.0.150; option routers 10.9.0.1; }
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "leases"), string.Empty);
        using var server = space.Start(
            "dhcpd", "-4", "-f", "-d", "-user", "root", "-group", "root", "-cf", $"{_folder.FullName}/dhcpd.conf",
            "-lf", $"{_folder.FullName}/leases", "-pf", $"{_folder.FullName}/pid", "tap0");
        using var echo = space.Start(published.EchoServer, "--interface", "tap0", "--ipv6", "none");
        echo.WaitUntil(() => Leased().IsMatch(echo.Console), "a lease", TimeSpan.FromMinutes(2));
        var address = Leased().Match(echo.Console).Groups[1].Value;

        // The first acknowledgement gives the lease, the next renews it when half of its time is over.
        server.WaitUntil(
            () => server.Console.Split($"DHCPACK on {address}").Length > 2, "a second acknowledgement", TimeSpan.FromMinutes(3));

        Assert.Contains("100 received", space.Run("ping", "-f", "-q", "-c", "100", address).Succeeded(), StringComparison.Ordinal);
        Assert.DoesNotContain("ended", echo.Console, StringComparison.Ordinal);
        Assert.Equal(0, echo.Stop());
    }

    private static NetworkNamespace Prepare()
    {
        var space = new NetworkNamespace();
        space.AddTap("tap0");
        space.AddAddress("tap0", "10.9.0.1/24");
        space.AddAddress("tap0", "fd09::1/64");
        return space;
    }

    [GeneratedRegex(@"has the address (10\.9\.0\.1\d\d)/24, leased from 10\.9\.0\.1")]
    private static partial Regex Leased();

    [GeneratedRegex("bytes from fd09:[^1 ]")]
    private static partial Regex FromPrefix();
}
