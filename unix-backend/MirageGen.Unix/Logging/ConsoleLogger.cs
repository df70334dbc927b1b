using Microsoft.Extensions.Logging;
using MirageGen.Unix.Consoles;

namespace MirageGen.Unix.Logging;

/// <summary>One category's log.</summary>
internal sealed class ConsoleLogger(OutputStream errors, TimeProvider clock, string category, LogLevel least) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            errors.Write(LogLine.Render(clock.GetUtcNow(), logLevel, category, formatter(state, exception), exception));
        }
    }
}
