namespace MirageGen.Unix.Tests;

public sealed class ConsoleTests
{
    [Fact]
    public void A_reader_that_goes_away_is_survived_and_counted()
    {
        using var child = ChildProcess.StartByShell("flood", "| head -n 1");
        var result = child.Finish();
        Assert.Equal($"line 0 {new string('x', 100)}\n", result.Output);
        Assert.Equal("dropped", result.Errors);
    }

    [Fact]
    public void A_reader_that_sleeps_does_not_stop_the_loop()
    {
        using var child = ChildProcess.StartByShell("flood", "| (sleep 4; wc -c >/dev/null)");
        Assert.Equal("dropped", child.Finish().Errors);
    }

    [Fact]
    public void An_output_that_takes_nothing_is_survived()
    {
        using var child = ChildProcess.StartByShell("flood", "> /dev/full");
        Assert.Equal("dropped", child.Finish().Errors);
    }

    [Fact]
    public void Lines_are_read_up_to_the_end()
    {
        using var child = ChildProcess.Start("shout");
        child.Input.Write("first\nsecond\r\n\nünïcode ");
        child.Input.Flush();
        child.Input.Write("in pieces\n" + new string('y', 100_000) + "\nno end");
        child.Input.Close();
        var expected = "FIRST\nSECOND\n\nÜNÏCODE IN PIECES\n"
            + new string('Y', 65536) + "\n" + new string('Y', 100_000 - 65536) + "\nNO END\n(end)\n";
        Assert.Equal(expected, child.Finish().Output);
    }

    [Fact]
    public void An_empty_input_is_at_its_end()
    {
        using var child = ChildProcess.StartByShell("shout", "< /dev/null");
        Assert.Equal("(end)\n", child.Finish().Output);
    }

    [Fact]
    public void Log_entries_are_lines_that_peers_cannot_forge()
    {
        using var child = ChildProcess.Start("log");
        var lines = child.Finish().Errors.Split('\n');
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn  Pump: pressure 7$", lines[0]);
        Assert.EndsWith(@"Z error Pump: peer said 'x\r\n2020 info Forged: entry\u001b[31m'", lines[1], StringComparison.Ordinal);
        Assert.Equal("    System.InvalidTimeZoneException: two", lines[2]);
        Assert.Equal("    lines", lines[3]);
        Assert.Equal([string.Empty], lines[4..]);
    }
}
