using System.Collections.Concurrent;
using System.Text;
using MirageGen.XenHost.Commands;

namespace MirageGen.XenHost.Tests;

/// <summary>A domain that is run from the command line, on the tests' Xen.</summary>
public sealed class DomainRunTests(RealXen xen, TestGuest guest) : IDisposable
{
    private readonly StopSignals _signals = new();
    private readonly ConcurrentQueue<string> _reports = new();
    private readonly MemoryStream _output = new();

    private string Reports => string.Join('\n', _reports);

    private string Output => Encoding.UTF8.GetString(_output.ToArray());

    [Fact]
    public async Task A_domain_that_powers_off_has_succeeded()
    {
        Assert.Equal(0, await RunAsync("off it goes"));
        Assert.Equal("off it goes\n", Output);
    }

    [Fact]
    public async Task A_domain_that_crashes_has_failed_and_its_last_words_are_told()
    {
        Assert.Equal(1, await RunAsync("crash of the day"));
        Assert.Contains("the domain crashed", Reports, StringComparison.Ordinal);
        Assert.Contains("its console ended with:\n  crash of the day", Reports, StringComparison.Ordinal);
        Assert.Contains("the test's guest is here", Reports, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_takes_a_triple_fault_has_failed()
    {
        Assert.Equal(1, await RunAsync("fault"));
        Assert.Contains("Triple fault", Reports, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_is_the_domains_input()
    {
        Assert.Equal(0, await RunAsync("echo", "and an answer\n"));
        Assert.Equal("echo\nand an answer\n", Output);
    }

    [Fact]
    public async Task A_signal_shuts_the_domain_down()
    {
        var running = RunAsync("shut me down");
        await UntilItRunsAsync(running);

        _signals.Raise(15);

        Assert.Equal(143, await running);
        Assert.DoesNotContain("destroyed", Reports, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "it did not shut down within 3 seconds and is destroyed")]
    [InlineData(2, "it is destroyed")]
    public async Task A_domain_that_does_not_listen_is_destroyed_after_its_grace_or_by_a_second_signal(int count, string report)
    {
        var running = RunAsync("wait");
        await UntilItRunsAsync(running);

        for (var signal = 0; signal < count; signal++)
        {
            _signals.Raise(2);
        }

        Assert.Equal(130, await running);
        Assert.Contains(report, _reports);
        Assert.DoesNotContain("guest-", await xen.RunAsync("xl list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_somebody_destroys_has_failed()
    {
        var running = RunAsync("wait");
        await UntilItRunsAsync(running);

        await xen.RunAsync("xl destroy $(xl list | sed -n 's/^\\(guest-[^ ]*\\).*/\\1/p')");

        Assert.Equal(1, await running);
        Assert.Contains("destroyed by somebody else", Reports, StringComparison.Ordinal);
    }

    public void Dispose() => _signals.Dispose();

    private Task<int> RunAsync(string arguments, string typed = "") => new DomainRun(xen.Dom0, _signals, _reports.Enqueue) { Grace = TimeSpan.FromSeconds(3) }
        .RunAsync(guest.With(arguments), new MemoryStream(Encoding.UTF8.GetBytes(typed)), _output);

    private async Task UntilItRunsAsync(Task running)
    {
        while (_reports.IsEmpty && !running.IsCompleted)
        {
            await Task.Delay(10, RealXen.Cancelled);
        }
    }
}
