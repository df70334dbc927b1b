namespace MirageGen.Unix.Tests;

/// <summary>How a child ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output and was not read before.</param>
/// <param name="Errors">What it wrote to standard error.</param>
internal sealed record ChildResult(int ExitCode, string Output, string Errors);
