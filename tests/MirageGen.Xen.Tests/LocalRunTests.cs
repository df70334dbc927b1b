using System.Security.Cryptography;
using MirageGen.Interop;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>mirage-xen on a machine that is itself a dom0: what it runs there, and what it says and ends with.</summary>
[Collection(OnRealXen.Name)]
public sealed class LocalRunTests(InsideDom0 inside, Website website, Images images, RealXen xen) : IClassFixture<InsideDom0>
{
    private const string Address = "10.0.2.80";

    [Fact]
    public async Task A_domain_runs_on_the_machines_own_Xen_and_its_console_is_the_output()
    {
        var image = inside.Bring(images.Of("examples/Hello"));

        var run = await inside.RunAsync($"mirage-xen run {image} --memory 16 --no-network -- --name 'the dom0' --times 2");

        Assert.Equal(new CommandResult(0, "Hello, the dom0!\r\nHello, the dom0!\r\n", run.Errors), run);
        Assert.StartsWith("mirage-xen: this machine is a dom0 of Xen: the domain runs here\n", run.Errors, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task At_a_terminal_it_serves_until_Ctrl_C_shuts_it_down()
    {
        var image = inside.Bring(website.Kernel);

        // The agent runs its commands in the background, where a shell has Ctrl-C ignored: a terminal's does not.
        var run = await inside.RunAsync(
            $$"""
            cd /tmp && mkfifo keys
            {
              exec 3>keys
              for i in $(seq 1200); do grep -qs 'Serving HTTP on port 80' terminal && break; usleep 50000; done
              wget -q -O - http://{{Address}}/ | sha256sum
              printf '\003' >&3
            } &
            /usr/bin/env --default-signal=INT script -qefc 'mirage-xen run {{image}} --forward-argument port=8080 -- --ipv4 {{Address}}/{{Dom0Network.PrefixLength}} --port 80' terminal <keys
            code=$?
            rm keys terminal
            exit $code
            """);

        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(await Website.PageAsync("index.html"))), run.Output, StringComparison.Ordinal);
        Assert.Contains($"the domain runs here, on the bridge {Dom0Network.Bridge}", run.Output, StringComparison.Ordinal);
        Assert.Contains("no ports are forwarded here", run.Output, StringComparison.Ordinal);
        Assert.Contains("mirage-xen: shutting it down", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("destroyed", run.Output, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_domain_that_crashes_has_failed_and_what_it_said_is_told()
    {
        var image = inside.Bring(website.Kernel);

        var run = await inside.RunAsync($"mirage-xen run {image} --bridge {Dom0Network.Bridge} -- --port http");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("StaticWebsite: --port: 'http' is not a number", run.Output.Split("\r\n")[0]);
        Assert.Contains("mirage-xen: the domain crashed\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("its console ended with:\n  StaticWebsite: --port: 'http' is not a number\n", run.Errors, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_bridge_that_is_not_there_and_an_image_that_is_none_are_one_line()
    {
        var image = inside.Bring(website.Kernel);

        Assert.Equal(
            new CommandResult(1, string.Empty, "mirage-xen: this machine has no bridge br7 to put the domain on: name another one by --bridge, or leave the network out by --no-network\n"),
            await inside.RunAsync($"mirage-xen run {image} --bridge br7"));
        Assert.Equal(
            new CommandResult(2, string.Empty, "mirage-xen: /bin/busybox is no image for Xen: it has no PVH entry (an ELF note of Xen, type 18)\n"),
            await inside.RunAsync("mirage-xen run /bin/busybox"));
    }

    /// <summary>No domain, no process that waits or reads a console, no folder.</summary>
    private async Task AssertNothingIsLeftAsync() => Assert.Equal(
        "Domain-0\n",
        await xen.RunAsync("xl list | awk 'NR > 1 { print $1 }'; ps -o args | grep -E '[x]enconsole |[a]wait-end|[x]l console' || :; ls -d /tmp/mirage-xen-* 2>/dev/null || :"));
}
