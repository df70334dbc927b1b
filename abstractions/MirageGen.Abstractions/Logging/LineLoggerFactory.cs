using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>
/// Logs as text: one line for each entry, with time, level and category; an exception follows indented. Control characters in
/// messages are escaped, so that what a peer sent cannot forge an entry. Backends derive from it to say where lines go.
/// </summary>
public abstract class LineLoggerFactory : ILoggerFactory
{
    private readonly Action<string> _write;
    private readonly TimeProvider _clock;
    private readonly LogLevel _least;

    /// <summary>Makes it.</summary>
    /// <param name="write">Takes an entry, which ends with a line feed. Must not wait.</param>
    /// <param name="clock">Says when an entry was made.</param>
    /// <param name="least">What is less severe is not logged.</param>
    protected LineLoggerFactory(Action<string> write, TimeProvider clock, LogLevel least)
    {
        _write = write;
        _clock = clock;
        _least = least;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(_write, _clock, categoryName, _least);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: where log entries go is chosen by composing another factory.</exception>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("This factory has one provider; to log elsewhere compose another ILoggerFactory.");

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);
}
