using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>The log of one category, which its type names: what composed code gives to who asks for <see cref="ILogger{T}"/>.</summary>
/// <typeparam name="T">Whose log it is.</typeparam>
public sealed class CategoryLogger<T> : ILogger<T>, ILineLog
{
    private readonly ILogger _log;

    /// <summary>Makes it.</summary>
    /// <param name="factory">Has the logs of all categories.</param>
    /// <param name="category">The category's name.</param>
    public CategoryLogger(ILoggerFactory factory, string category)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _log = factory.CreateLogger(category);
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        _log.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => _log.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Log(logLevel, eventId, state, exception, formatter);

    /// <inheritdoc/>
    bool ILineLog.TakesLines => _log is ILineLog { TakesLines: true };

    /// <inheritdoc/>
    void ILineLog.Write(LogLevel level, string message, Exception? error) => ((ILineLog)_log).Write(level, message, error);
}
