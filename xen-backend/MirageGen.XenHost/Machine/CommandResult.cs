namespace MirageGen.XenHost.Machine;

/// <summary>How a command in dom0 ended and what it printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
