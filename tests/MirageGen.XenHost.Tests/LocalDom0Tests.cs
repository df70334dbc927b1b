using MirageGen.XenHost.Local;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Tests;

/// <summary>The dom0 that this machine itself may be, as far as that shows on a machine that is none: commands, and how one is known.</summary>
public sealed class LocalDom0Tests
{
    [Theory]
    [InlineData("control_d", true)]
    [InlineData("control_d\n", true)]
    [InlineData("", false)]
    [InlineData("no_control_d", false)]
    public async Task A_dom0_is_known_by_what_Linux_says(string capabilities, bool isOne)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, capabilities, RealXen.Cancelled);

        Assert.Equal(isOne, LocalDom0.IsControlDomain(file));

        File.Delete(file);
    }

    [Fact]
    public void Where_there_is_no_Xen_there_is_no_dom0() => Assert.False(LocalDom0.IsControlDomain("/nowhere/xen/capabilities"));

    [Fact]
    public async Task Output_errors_and_exit_code_of_a_command_come_back()
    {
        await using var dom0 = new LocalDom0();

        Assert.Equal(
            new CommandResult(42, "to output\n", "to errors\n"),
            await dom0.RunAsync("echo to output; echo to errors >&2; exit 42", RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task The_script_that_awaits_a_domains_end_is_at_hand()
    {
        await using var dom0 = new LocalDom0();

        Assert.Equal($"{dom0.Share}/await-end\n", (await dom0.RunAsync("command -v await-end", RealXen.Limit, RealXen.Cancelled)).Output);
    }

    [Fact]
    public async Task A_command_has_a_session_of_its_own_which_the_terminals_signals_do_not_reach()
    {
        await using var dom0 = new LocalDom0();

        Assert.Equal("yes\n", (await dom0.RunAsync("[ $(ps -o sid= -p $$) = $$ ] && echo yes", RealXen.Limit, RealXen.Cancelled)).Output);
    }

    [Fact]
    public async Task A_command_that_a_Ctrl_C_ends_before_it_has_a_session_of_its_own_is_run_again()
    {
        await using var dom0 = new LocalDom0();
        var file = Path.Combine(dom0.Share, "begun");

        var result = await dom0.RunAsync($"[ -e {file} ] || {{ touch {file}; kill -INT $$; }}; echo again", RealXen.Limit, RealXen.Cancelled);

        Assert.Equal(new CommandResult(0, "again\n", string.Empty), result);
    }

    [Theory]
    [InlineData("lo", true)]
    [InlineData("br7", false)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("lo/..", false)]
    public void A_bridge_is_looked_for_among_the_network_interfaces(string name, bool isOne) =>
        Assert.Equal(isOne, LocalDom0.IsInterface(name));

    [Fact]
    public async Task A_command_that_does_not_end_is_killed_with_its_children()
    {
        await using var dom0 = new LocalDom0();
        var file = Path.Combine(dom0.Share, "pid");

        var error = await Assert.ThrowsAsync<XenHostException>(
            () => dom0.RunAsync($"sleep 45678 & echo $! >{file}; wait", TimeSpan.FromSeconds(1), RealXen.Cancelled));

        Assert.Contains("did not end within 1 seconds and was killed", error.Message, StringComparison.Ordinal);
        var child = (await File.ReadAllTextAsync(file, RealXen.Cancelled)).Trim();
        using var clock = new CancellationTokenSource(RealXen.Limit);
        while (IsAlive(child))
        {
            // A signal takes its time.
            await Task.Delay(10, clock.Token);
        }
    }

    [Fact]
    public async Task Its_folder_goes_with_it()
    {
        var dom0 = new LocalDom0();
        await dom0.DisposeAsync();

        Assert.False(Directory.Exists(dom0.Share));
    }

    /// <summary>Of a process that nobody has asked about yet Linux keeps the number, but not the command line.</summary>
    private static bool IsAlive(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
