using Microsoft.Extensions.Logging;

namespace MirageGen.TestKit;

/// <summary>Keeps what is logged, for a test to assert on. Works without a world too.</summary>
[Device(typeof(ILoggerFactory), Target = SimulatedHost.Target, Shared = true)]
public sealed class RecordingLoggerFactory : ILoggerFactory
{
    /// <summary>How many entries are kept, the latest ones.</summary>
    private const int MaxEntries = 10_000;

    private readonly SimulatedHost? _host;
    private readonly Queue<LogEntry> _entries = new();

    /// <summary>A log of its own, without a world.</summary>
    public RecordingLoggerFactory()
    {
    }

    internal RecordingLoggerFactory(SimulatedHost host) => _host = host;

    /// <summary>What was logged, oldest first; the last ten thousand entries.</summary>
    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>How many entries there were, with those that were not kept.</summary>
    public long Count { get; private set; }

    /// <summary>What is not worth recording; everything is by default.</summary>
    public LogLevel MinimumLevel { get; set; } = LogLevel.Trace;

    /// <summary>The log of a host: one, whoever asks.</summary>
    public static ValueTask<RecordingLoggerFactory> ConnectAsync(SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host.Logs);
    }

    /// <summary>The entries at a level or above.</summary>
    public IEnumerable<LogEntry> AtLeast(LogLevel level) => _entries.Where(entry => entry.Level >= level);

    /// <summary>Whether an entry's message contains a text.</summary>
    public bool Contains(string text) => _entries.Any(entry => entry.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>Forgets what was logged.</summary>
    public void Clear() => _entries.Clear();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Not for a recording: it is the only place anything is logged to.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("A recording has no further providers.");

    /// <summary>Does nothing: the entries can be read after it.</summary>
    public void Dispose()
    {
    }

    private void Add(string category, LogLevel level, EventId eventId, string message, Exception? error)
    {
        if (_entries.Count == MaxEntries)
        {
            _entries.Dequeue();
        }

        Count++;
        var entry = new LogEntry(_host?.World.Now ?? TimeSpan.Zero, category, level, eventId, message, error);
        _entries.Enqueue(entry);
        if (error is null)
        {
            _host?.World.Record($"{_host.Name} log {level.ToString()} {category}: {message}");
        }
        else
        {
            // Type and message of what was thrown, never its stack trace, which no two builds have in common.
            _host?.World.Record($"{_host.Name} log {entry.ToString()}");
        }
    }

    private sealed class Logger(RecordingLoggerFactory factory, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= factory.MinimumLevel;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                factory.Add(category, logLevel, eventId, formatter(state, exception), exception);
            }
        }
    }
}
