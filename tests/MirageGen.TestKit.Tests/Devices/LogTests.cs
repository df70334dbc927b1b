using Microsoft.Extensions.Logging;

namespace MirageGen.TestKit.Tests.Devices;

public sealed partial class LogTests
{
    [Fact]
    public void Works_without_a_world()
    {
        using var logs = new RecordingLoggerFactory();
        var log = new Logger<LogTests>(logs);
        LogOpened(log, "index.html", 3);
        LogBroke(log, new InvalidDataException("bad"));

        Assert.True(logs.Contains("opened index.html 3 times"));
        var entry = Assert.Single(logs.AtLeast(LogLevel.Warning));
        Assert.Equal("Error MirageGen.TestKit.Tests.Devices.LogTests: it broke (InvalidDataException: bad)", entry.ToString());
        Assert.Equal((7, TimeSpan.Zero), (entry.EventId.Id, entry.Time));
        logs.Clear();
        Assert.Empty(logs.Entries);
        Assert.Equal(2, logs.Count);
    }

    [Fact]
    public void A_minimum_level_spares_the_formatting()
    {
        using var logs = new RecordingLoggerFactory { MinimumLevel = LogLevel.Error };
        var log = logs.CreateLogger("category");
        LogOpened(log, "x", 1);

        Assert.False(log.IsEnabled(LogLevel.Information));
        Assert.False(log.IsEnabled(LogLevel.None));
        Assert.Empty(logs.Entries);
        Assert.Throws<NotSupportedException>(() => logs.AddProvider(null!));
    }

    [Fact]
    public void Entries_are_bounded()
    {
        using var logs = new RecordingLoggerFactory();
        var log = logs.CreateLogger("category");
        for (var i = 0; i < 10_005; i++)
        {
            LogOpened(log, "file", i);
        }

        Assert.Equal(10_000, logs.Entries.Count);
        Assert.Equal(10_005, logs.Count);
        Assert.Equal("opened file 5 times", logs.Entries.First().Message);
    }

    [Fact]
    public void Entries_of_a_host_have_virtual_time_and_are_in_the_trace()
    {
        var report = World.Run(async world =>
        {
            var host = world.AddHost("host");
            var factory = await RecordingLoggerFactory.ConnectAsync(host);
            await world.DelayAsync(TimeSpan.FromSeconds(2));
            var log = factory.CreateLogger("Server");
            LogOpened(log, "x", 1);

            Assert.Equal(TimeSpan.FromSeconds(2), Assert.Single(host.Logs.Entries).Time);
        });

        Assert.Contains("2.0000000 host log Information Server: opened x 1 times\n", report.Trace.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_thrown_is_in_the_trace_by_type_and_message_on_one_line()
    {
        static string Trace() => World.Run(
            1,
            world =>
            {
                var log = world.AddHost("host").Logs.CreateLogger("Server");
                LogBroke(log, Thrown());
                return Task.CompletedTask;
            }).Trace.ToString();

        Assert.Contains("host log Error Server: it broke (InvalidDataException: bad  octet)\n", Trace(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Trace(), StringComparison.Ordinal);
        Assert.Equal(Trace(), Trace());
    }

    [Fact]
    public void A_world_that_fails_shows_what_was_thrown()
    {
        var failure = Assert.Throws<WorldException>(() => World.Run(world =>
        {
            LogBroke(world.AddHost("host").Logs.CreateLogger("Server"), Thrown());
            throw new InvalidOperationException("the test has failed");
        }));

        Assert.Contains("it broke (InvalidDataException: bad  octet)", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>An exception that has a stack trace, and a message of two lines.</summary>
    private static InvalidDataException Thrown()
    {
        try
        {
            throw new InvalidDataException("bad\r\noctet");
        }
        catch (InvalidDataException error)
        {
            return error;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "opened {File} {Count} times")]
    private static partial void LogOpened(ILogger log, string file, int count);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "it broke")]
    private static partial void LogBroke(ILogger log, Exception error);
}
