using Microsoft.Extensions.Logging;
using MirageGen.Unix.Logging;

namespace MirageGen.Unix;

/// <summary>
/// Logs to standard error: one line for each entry, with time, level and category; an exception follows indented. Control
/// characters in messages are escaped, so that what a peer sent cannot forge an entry. Never waits: what standard error
/// does not take is dropped.
/// </summary>
[Device(typeof(ILoggerFactory), Target = "unix", Shared = true)]
public sealed class ConsoleLoggerFactory : ILoggerFactory
{
    private readonly UnixMachine _machine;
    private readonly TimeProvider _clock;
    private readonly LogLevel _logLevel;

    /// <summary>Makes it.</summary>
    /// <param name="machine">The process.</param>
    /// <param name="clock">Says when an entry was made.</param>
    /// <param name="logLevel">What is less severe is not logged.</param>
    public ConsoleLoggerFactory(
        UnixMachine machine,
        TimeProvider clock,
        [Argument("Least severe entries to log")] LogLevel logLevel = LogLevel.Information)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
        _clock = clock;
        _logLevel = logLevel;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new ConsoleLogger(_machine.Errors, _clock, categoryName, _logLevel);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: where log entries go is chosen by composing another factory.</exception>
    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("This factory has one provider; to log elsewhere compose another ILoggerFactory.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
