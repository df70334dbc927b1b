using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Xen;

/// <summary>Logs to the domain's console, line by line, between what the appliance itself writes there. Never waits.</summary>
/// <param name="machine">The domain.</param>
/// <param name="clock">Says when an entry was made.</param>
/// <param name="logLevel">What is less severe is not logged.</param>
[Device(typeof(ILoggerFactory), Target = "xen", Shared = true)]
public sealed class XenLoggerFactory(
    XenMachine machine,
    TimeProvider clock,
    [Argument("Least severe entries to log")] LogLevel logLevel = LogLevel.Information)
    : LineLoggerFactory(entry => machine.Console.Write(entry), clock, logLevel);
