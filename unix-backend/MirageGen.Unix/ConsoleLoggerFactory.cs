using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Unix;

/// <summary>Logs to standard error, line by line. Never waits: what standard error does not take is dropped.</summary>
/// <param name="machine">The process.</param>
/// <param name="clock">Says when an entry was made.</param>
/// <param name="logLevel">What is less severe is not logged.</param>
[Device(typeof(ILoggerFactory), Target = "unix", Shared = true)]
public sealed class ConsoleLoggerFactory(
    UnixMachine machine,
    TimeProvider clock,
    [Argument("Least severe entries to log")] LogLevel logLevel = LogLevel.Information)
    : LineLoggerFactory(entry => machine.Errors.Write(entry), clock, logLevel);
