using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Tests;

/// <summary>dom0 does what the host tells it.</summary>
public sealed class Dom0Tests(RealXen xen)
{
    [Fact]
    public async Task Xen_runs_and_dom0_is_its_only_domain()
    {
        var lines = (await xen.RunAsync("xl list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("Domain-0 ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_errors_and_exit_code_of_a_command_come_back() =>
        Assert.Equal(
            new CommandResult(42, "to output\nwith \"quotes\" and $5\n", "to errors\n"),
            await xen.Dom0.RunAsync("echo to output\necho to errors >&2\necho 'with \"quotes\" and $5'\nexit 42", RealXen.Limit, RealXen.Cancelled));

    [Fact]
    public async Task A_megabyte_of_output_comes_back_whole()
    {
        var output = await xen.RunAsync("seq 150000");

        Assert.Equal(string.Concat(Enumerable.Range(1, 150_000).Select(number => $"{number}\n")), output);
    }

    [Fact]
    public async Task Commands_run_at_the_same_time()
    {
        var first = xen.RunAsync("until [ -e /tmp/second ]; do usleep 10000; done; echo seen");

        await xen.RunAsync("touch /tmp/second");

        Assert.Equal("seen\n", await first);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_killed_with_its_children()
    {
        var error = await Assert.ThrowsAsync<XenHostException>(
            () => xen.Dom0.RunAsync("sleep 12345 & sleep 12345", TimeSpan.FromSeconds(1), RealXen.Cancelled));

        Assert.Equal("a command in dom0 did not end within 1 seconds and was killed: sleep 12345 & sleep 12345", error.Message);
        Assert.DoesNotContain("sleep 12345", await xen.RunAsync("ps -o args"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_command_is_killed()
    {
        using var cancel = new CancellationTokenSource();
        var command = xen.Dom0.RunAsync("touch /tmp/begun; sleep 23456", RealXen.Limit, cancel.Token);
        await xen.RunAsync("until [ -e /tmp/begun ]; do usleep 10000; done");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command);
        Assert.DoesNotContain("sleep 23456", await xen.RunAsync("ps -o args"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_cancelled_before_it_has_begun_is_killed_too()
    {
        using var cancel = new CancellationTokenSource();
        var command = xen.Dom0.RunAsync("sleep 34567", RealXen.Limit, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command);
        Assert.DoesNotContain("sleep 34567", await xen.RunAsync("ps -o args"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_the_share_are_seen_on_both_sides()
    {
        var file = Path.Combine(xen.Dom0.Share, "note");
        await File.WriteAllTextAsync(file, "from the host", RealXen.Cancelled);

        Assert.Equal("from the host", await xen.RunAsync($"cat {Dom0.SharePath}/note; printf ', and dom0' >>{Dom0.SharePath}/note"));
        Assert.Equal("from the host, and dom0", await File.ReadAllTextAsync(file, RealXen.Cancelled));
        File.Delete(file);
    }

    [Fact]
    public void The_host_reaches_dom0_through_the_tap() =>
        xen.Space.Run("ping", "-c", "1", "-W", "10", Dom0Network.Dom0Address).Succeeded();
}
