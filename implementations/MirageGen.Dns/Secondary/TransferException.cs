namespace MirageGen.Dns.Secondary;

/// <summary>A transfer that did not come to its end, or was not what was asked for.</summary>
/// <param name="problem">What was wrong with it.</param>
internal sealed class TransferException(string problem) : Exception(problem);
