using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>One category's log.</summary>
internal sealed class LineLogger(Action<string> write, TimeProvider clock, string category, LogLevel least) : ILogger, ILineLog
{
    /// <inheritdoc/>
    public bool TakesLines => true;

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
            Write(logLevel, formatter(state, exception), exception);
        }
    }

    /// <inheritdoc/>
    public void Write(LogLevel level, string message, Exception? error) =>
        write(LogLine.Render(clock.GetUtcNow(), level, category, message, error));
}
