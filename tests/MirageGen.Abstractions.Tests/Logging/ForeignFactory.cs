using Microsoft.Extensions.Logging;

namespace MirageGen.Abstractions.Tests.Logging;

/// <summary>A factory of somebody else's, whose one logger keeps what was logged last.</summary>
internal sealed class ForeignFactory : ILoggerFactory, ILogger
{
    public LogLevel Least { get; set; }

    public string Text { get; private set; } = string.Empty;

    public string? Event { get; private set; }

    public List<string> Values { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= Least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Event = eventId.Name;
        Text = formatter(state, exception);
        Values.AddRange(((IReadOnlyList<KeyValuePair<string, object?>>)state!).Select(value => $"{value.Key}={value.Value}"));
    }
}
