namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>BusyBox's DHCP client gets its address from the LeaseServer of the examples.</summary>
public sealed class UdhcpcTests(Published published) : IDisposable
{
    private const string Interface = "tap0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-udhcpc-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_client_gets_a_lease_keeps_it_and_gives_it_back()
    {
        using var space = new NetworkNamespace();
        space.AddTap(Interface);
        using var server = space.Start(
            published.LeaseServer, "--interface", Interface, "--address", "10.9.0.1/24", "--first", "10.9.0.100", "--last", "10.9.0.100",
            "--router", "10.9.0.254", "--name-server", "10.9.0.53", "--name-server", "10.9.0.54", "--minutes", "1");
        server.WaitForOutput("leasing 10.9.0.100 to 10.9.0.100");

        using (var client = space.Start("udhcpc", "-f", "-R", "-t", "20", "-T", "1", "-i", Interface, "-s", Script()))
        {
            var lease = Lease(client, "bound");
            Assert.Equal("10.9.0.100", lease["ip"]);
            Assert.Equal("24", lease["mask"]);
            Assert.Equal("10.9.0.254", lease["router"]);
            Assert.Equal("10.9.0.53 10.9.0.54", lease["dns"]);
            Assert.Equal("10.9.0.1", lease["serverid"]);
            Assert.Equal("60", lease["lease"]);
            Assert.Contains("100 received", space.Run("ping", "-f", "-q", "-c", "100", "-I", "10.9.0.100", "10.9.0.1").Succeeded(), StringComparison.Ordinal);

            // With half of its time over, the lease is renewed from its own address.
            Assert.Equal("10.9.0.100", Lease(client, "renew")["ip"]);
            client.Stop();
        }

        // The only address there is was given back when the client ended: another client, of another hardware address, gets it.
        space.Ip($"address flush dev {Interface}");
        space.Ip($"link set {Interface} address 02:00:00:00:00:77");
        space.Run("udhcpc", "-f", "-q", "-n", "-t", "20", "-T", "1", "-i", Interface, "-s", Script("other")).Succeeded();
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "other-bound")));
        Assert.Equal(0, server.Stop());
        Assert.Contains("1 addresses are given", server.Console, StringComparison.Ordinal);
    }

    /// <summary>What the client calls with each of its events: it keeps what it was told, and sets the address.</summary>
    private string Script(string name = "first")
    {
        var script = Path.Combine(_folder.FullName, $"{name}.sh");
        File.WriteAllText(script, $"""
            #!/bin/sh
            [ "$1" = bound ] && ip address add "$ip/$mask" dev "$interface"
            env > '{_folder.FullName}/{name}-event' && mv '{_folder.FullName}/{name}-event' '{_folder.FullName}/{name}-'"$1"
            exit 0
            """);
        Shell.Run("chmod", "+x", script).Succeeded();
        return script;
    }

    private Dictionary<string, string> Lease(RunningProgram client, string occasion)
    {
        var path = Path.Combine(_folder.FullName, $"first-{occasion}");
        client.WaitUntil(() => File.Exists(path), $"the lease to be {occasion}", TimeSpan.FromSeconds(90));
        return File.ReadLines(path).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
