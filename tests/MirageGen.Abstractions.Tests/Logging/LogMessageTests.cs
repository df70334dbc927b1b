using System.Globalization;
using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Abstractions.Tests.Logging;

public sealed class LogMessageTests
{
    private static readonly LogMessage Refused = new(LogLevel.Warning, "Refused", "Refused {Count} requests from {Remote}: {Why}");
    private static readonly LogMessage Failed = new(LogLevel.Error, "Failed", "The handler of {Path} failed");

    private readonly List<string> _lines = [];

    [Fact]
    public void Values_stand_where_their_names_do()
    {
        Refused.Write(Lines().CreateLogger("Server"), 3, "10.0.0.1", DayOfWeek.Friday);

        Assert.Equal(["1970-01-01T00:00:00.000Z warn  Server: Refused 3 requests from 10.0.0.1: Friday\n"], _lines);
    }

    [Fact]
    public void Numbers_are_written_as_everywhere()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = other;
        new LogMessage(LogLevel.Error, "Parts", "{Part} of {Whole}").Write(Lines().CreateLogger("Server"), 0.5, -1);
        CultureInfo.CurrentCulture = before;

        Assert.EndsWith("Server: 0.5 of -1\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_null_is_left_out()
    {
        new LogMessage(LogLevel.Error, "Value", "<{Value}>").Write(Lines().CreateLogger("Server"), (string?)null);

        Assert.EndsWith("Server: <>\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_cannot_pass_for_a_name()
    {
        Refused.Write(Lines().CreateLogger("Server"), 1, "{Why}", "none");

        Assert.EndsWith("Server: Refused 1 requests from {Why}: none\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_follows_its_line()
    {
        Failed.WriteError(Lines().CreateLogger("Server"), new InvalidOperationException("no"), "/x");

        Assert.EndsWith("Server: The handler of /x failed\n    System.InvalidOperationException: no\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_that_a_type_names_writes_the_same_line()
    {
        Refused.Write(new CategoryLogger<LogMessageTests>(Lines(), "Server"), 3, "10.0.0.1", "none");

        Assert.EndsWith("Server: Refused 3 requests from 10.0.0.1: none\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_others_reach_the_lines_too()
    {
        var log = new CategoryLogger<LogMessageTests>(Lines(), "Server");

        log.Log(LogLevel.Warning, default, 5, null, static (number, _) => $"number {number}");

        Assert.EndsWith("Server: number 5\n", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_logger_gets_each_value_by_its_name()
    {
        using var foreign = new ForeignFactory();

        Refused.Write(new CategoryLogger<LogMessageTests>(foreign, "Server"), 3, "10.0.0.1", "none");

        Assert.Equal("Refused", foreign.Event);
        Assert.Equal("Refused 3 requests from 10.0.0.1: none", foreign.Text);
        Assert.Equal(["Count=3", "Remote=10.0.0.1", "Why=none", "{OriginalFormat}=Refused {Count} requests from {Remote}: {Why}"], foreign.Values);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_level_that_is_not_enabled()
    {
        var log = new CategoryLogger<LogMessageTests>(Lines(LogLevel.Error), "Server");
        Refused.Write(log, 1, 2, 3);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            Refused.Write(log, i, i, i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(_lines);
    }

    private LineFactory Lines(LogLevel least = LogLevel.Information) => new(_lines.Add, least);

    private sealed class LineFactory(Action<string> write, LogLevel least) : LineLoggerFactory(write, new StoppedClock(), least);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
