using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Abstractions.Tests.Logging;

/// <summary>An image that was built without a way to others' loggers; the switch is the process's, so that nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ForeignLoggersTests), DisableParallelization = true)]
[Collection(nameof(ForeignLoggersTests))]
public sealed class ForeignLoggersTests : IDisposable
{
    private const string Switch = "MirageGen.Logging.ForeignLoggers";

    private static readonly LogMessage Served = new(LogLevel.Information, "Served", "Served {Count} requests");
    private static readonly LogMessage Failed = new(LogLevel.Error, "Failed", "The handler of {Path} failed");

    private readonly ForeignFactory _foreign = new();

    public ForeignLoggersTests() => AppContext.SetSwitch(Switch, false);

    [Fact]
    public void An_entry_for_a_foreign_logger_is_refused_with_what_to_build_with()
    {
        var error = Assert.Throws<NotSupportedException>(() => Served.Write(_foreign.CreateLogger("Server"), 3));

        Assert.Equal(
            $"The logger {_foreign} is not of a LineLoggerFactory: build the image with the property MirageForeignLoggers=true.",
            error.Message);
        Assert.Empty(_foreign.Values);
    }

    [Fact]
    public void A_category_of_a_foreign_factory_is_refused_too()
    {
        var log = new CategoryLogger<ForeignLoggersTests>(_foreign, "Server");

        Assert.Throws<NotSupportedException>(() => Served.WriteAll(log, 3));
        Assert.Throws<NotSupportedException>(() => Failed.WriteError(log, new InvalidOperationException("no"), "/x"));
        Assert.Empty(_foreign.Values);
    }

    [Fact]
    public void A_level_that_is_not_enabled_is_no_error()
    {
        _foreign.Least = LogLevel.Error;

        Served.Write(_foreign.CreateLogger("Server"), 3);

        Assert.Empty(_foreign.Values);
    }

    [Fact]
    public void Lines_are_written_as_ever()
    {
        var lines = new List<string>();
        using var factory = new LineFactory(lines.Add);

        Served.Write(new CategoryLogger<ForeignLoggersTests>(factory, "Server"), 3);

        Assert.EndsWith("Server: Served 3 requests\n", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_that_is_on_is_as_none()
    {
        AppContext.SetSwitch(Switch, true);

        Served.Write(_foreign.CreateLogger("Server"), 3);

        Assert.Equal("Served 3 requests", _foreign.Text);
    }

    /// <summary>On is what it is where nobody has set it.</summary>
    public void Dispose()
    {
        AppContext.SetSwitch(Switch, true);
        _foreign.Dispose();
    }

    private sealed class LineFactory(Action<string> write) : LineLoggerFactory(write, TimeProvider.System, LogLevel.Information);
}
