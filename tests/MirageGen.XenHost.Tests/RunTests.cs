using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Tests;

/// <summary>The program as its user has it, with a machine of its own for each run.</summary>
public sealed class RunTests(TestGuest guest)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "mirage-xen");

    [Fact]
    public void A_disk_and_a_domain_that_ends_by_itself()
    {
        var disk = Path.GetTempFileName();
        File.WriteAllBytes(disk, new byte[1 << 20]);

        var outcome = Shell.Run(
            Program, "run", guest.Image, "--memory", "40", "--vcpus", "2", "--disk", disk, "--no-network", "--", "off", "two words");

        File.Delete(disk);
        Assert.Equal(new Outcome(0, "off \"two words\"\n", outcome.Errors), outcome);
        Assert.Contains("booting Xen", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signal_while_the_domain_runs_ends_it_and_its_machine()
    {
        using var running = RunningProgram.Start(Program, ["run", guest.Image, "--forward", $"{FreePort()}:80", "--", "shut me down"]);
        running.WaitForOutput("Ctrl-C");
        var machine = Machine(running.Id);

        Assert.Equal(130, running.Stop("INT"));

        Assert.Contains("shut me down", running.Console, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{machine}"), "QEMU has outlived it");
    }

    [Fact]
    public void A_signal_while_it_boots_ends_it_at_once()
    {
        using var running = RunningProgram.Start(Program, ["run", guest.Image, "--", "wait"]);
        running.WaitForOutput("booting Xen");

        Assert.Equal(143, running.Stop());

        Assert.DoesNotContain("Ctrl-C", running.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_told_before_anything_is_booted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var outcome = Shell.Run(Program, "run", guest.Image, "--forward", $"{((IPEndPoint)listener.LocalEndpoint).Port}:80");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("cannot be forwarded: Address already in use", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("booting", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_none_is_told_before_anything_is_booted()
    {
        var outcome = Shell.Run(Program, "run", "/bin/true");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("mirage-xen: /bin/true is no image for Xen", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_for_an_address_first_gets_the_one_that_ports_are_forwarded_to()
    {
        var port = FreePort();
        var network = Dom0Network.User(new PortForward(port, Dom0Network.DomainAddress, 80));
        await using var dom0 = await Dom0.BootAsync(RealXen.BuildDom0(), new(network), RealXen.Cancelled);

        // No domain of these tests has a network of its own: dom0 stands in for one.
        var result = await dom0.RunAsync(
            """
            printf '#!/bin/sh\n[ "$1" != bound ] || ip address add "$ip/$mask" dev xenbr0\n' >/tmp/take
            chmod +x /tmp/take
            ip address flush dev xenbr0
            udhcpc -i xenbr0 -n -q -f -s /tmp/take
            mkdir /tmp/www
            echo 'from inside' >/tmp/www/index.html
            httpd -p 80 -h /tmp/www
            ip -4 -o address show dev xenbr0
            """,
            RealXen.Limit,
            RealXen.Cancelled);

        Assert.Contains($"{Dom0Network.DomainAddress}/24", result.Output, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Equal("from inside\n", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"), RealXen.Cancelled));
    }

    private static ushort FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>QEMU's process id: the one child of ours.</summary>
    private static string Machine(int process) =>
        Shell.Run("ps", "-o", "pid=", "--ppid", process.ToString(CultureInfo.InvariantCulture)).Succeeded().Trim();
}
