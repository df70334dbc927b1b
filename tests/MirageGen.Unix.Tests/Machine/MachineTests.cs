using MirageGen.Composition;

namespace MirageGen.Unix.Tests;

public sealed class MachineTests
{
    [Fact]
    public void The_exit_code_is_the_appliances()
    {
        using var child = ChildProcess.Start("answer", "--port", "6000");
        Assert.Equal(new ChildResult(3, string.Empty, string.Empty), child.Finish());
    }

    [Fact]
    public void Help_goes_to_standard_output_and_is_no_error()
    {
        using var child = ChildProcess.Start("answer", "--help");
        var result = child.Finish();
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Child: Does what a test wants.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("--port <number>", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("--port eighty", "Child: --port: 'eighty' is not a number\n")]
    [InlineData("--speed 3", "Child: --speed: no such argument (try --help)\n")]
    public void A_wrong_argument_is_one_line_and_code_2(string words, string line)
    {
        using var child = ChildProcess.Start("answer", words.Split(' '));
        Assert.Equal(new ChildResult(ExitCodes.Argument, string.Empty, line), child.Finish());
    }

    [Fact]
    public void A_device_that_fails_is_one_line_and_code_1()
    {
        using var child = ChildProcess.Start("device");
        Assert.Equal(new ChildResult(ExitCodes.Device, string.Empty, "Child: the flux capacitor is missing\n"), child.Finish());
    }

    [Theory]
    [InlineData("bug", "a bug")]
    [InlineData("callback-bug", "a bug in a callback")]
    public void A_bug_is_shown_in_full_and_code_70(string child, string message)
    {
        using var process = ChildProcess.Start(child);
        var result = process.Finish();
        Assert.Equal(ExitCodes.Bug, result.ExitCode);
        Assert.Contains($"System.InvalidTimeZoneException: {message}", result.Errors, StringComparison.Ordinal);
        Assert.Contains("   at MirageGen.Unix.Tests.ChildPrograms", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChildProcess.SignalTerminate)]
    [InlineData(ChildProcess.SignalInterrupt)]
    public void A_signal_asks_the_appliance_to_stop(int signal)
    {
        using var child = ChildProcess.Start("obedient");
        Assert.Equal("running", child.Output.ReadLine());
        child.Signal(signal);
        Assert.Equal(new ChildResult(5, "stopping on the loop\nstopped\n", string.Empty), child.Finish());
    }

    [Fact]
    public void An_appliance_that_ends_by_the_stop_tokens_exception_has_stopped_in_order()
    {
        using var child = ChildProcess.Start("careless");
        Assert.Equal("running", child.Output.ReadLine());
        child.Signal(ChildProcess.SignalTerminate);
        Assert.Equal(new ChildResult(0, string.Empty, string.Empty), child.Finish());
    }

    [Fact]
    public void A_second_signal_ends_the_process_at_once()
    {
        using var child = ChildProcess.Start("stubborn");
        Assert.Equal("running", child.Output.ReadLine());
        child.Signal(ChildProcess.SignalTerminate);
        Assert.Equal("heard and ignored", child.Output.ReadLine());
        child.Signal(ChildProcess.SignalInterrupt);
        Assert.Equal(
            new ChildResult(ExitCodes.Signal + ChildProcess.SignalInterrupt, string.Empty, "Child: ended at once by SIGINT after SIGTERM\n"),
            child.Finish());
    }

    [Theory]
    [InlineData("stubborn")]
    [InlineData("hanging")]
    public void The_time_to_stop_is_limited_even_when_the_loop_hangs(string name)
    {
        using var child = ChildProcess.Start(name);
        Assert.Equal("running", child.Output.ReadLine());
        child.Signal(ChildProcess.SignalTerminate);
        var result = child.Finish();
        Assert.Equal(ExitCodes.Signal + ChildProcess.SignalTerminate, result.ExitCode);
        Assert.Equal("Child: did not stop within 2 seconds after SIGTERM\n", result.Errors);
    }
}
