namespace MirageGen.Xen.Tests;

/// <summary>W^X and the guards: a violation ends the image with a line that says what it was.</summary>
public sealed class ProtectionTests(Guest guest)
{
    [Theory]
    [InlineData("write-text", "W^X: write to read-only memory")]
    [InlineData("write-constant", "W^X: write to read-only memory")]
    [InlineData("execute-data", "W^X: execution of data")]
    [InlineData("execute-writable", "W^X: execution of data")]
    public void Text_is_not_written_and_data_not_executed(string way, string said) =>
        Assert.StartsWith(said, guest.Boot(way).Panicked());

    [Fact]
    public void The_direct_map_has_no_writable_alias_of_the_text()
    {
        var outcome = guest.Boot("write-alias");

        Assert.StartsWith("abort", outcome.Panicked());
        Assert.StartsWith("Process terminated. Access Violation", outcome.Console[0]);
    }

    [Theory]
    [InlineData("recurse", "[thread 1]")]
    [InlineData("recurse-thread", "[thread ")]
    public void The_guard_below_a_stack_ends_a_recursion(string way, string thread)
    {
        var line = guest.Boot(way).Panicked();

        Assert.StartsWith("stack overflow at 0x", line);
        Assert.Contains(thread, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_lists_the_frames_it_came_through()
    {
        var outcome = guest.Boot("recurse");
        outcome.Panicked();
        var frames = outcome.Console.SkipWhile(line => !line.StartsWith("panic: ", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.True(frames.Count > 10, $"{frames.Count} frames");
        Assert.Equal(frames[2][frames[2].IndexOf("0x", StringComparison.Ordinal)..], frames[3][frames[3].IndexOf("0x", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void Text_stays_text_and_code_made_at_run_time_runs_once_it_is_no_longer_writable() =>
        Assert.Equal(
            ["protect text -1", "protect null -1", "protect 0", "called", "thunk 42"],
            guest.Boot("map").Succeeded());
}
