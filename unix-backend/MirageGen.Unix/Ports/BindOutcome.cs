namespace MirageGen.Unix.Ports;

/// <summary>A bound socket, or why there is none.</summary>
/// <typeparam name="TSocket">The kind of socket.</typeparam>
/// <param name="Socket">Null when it failed.</param>
/// <param name="Error">Why.</param>
/// <param name="Cause">The host's words for it.</param>
internal readonly record struct BindOutcome<TSocket>(TSocket? Socket, BindError Error, string Cause)
    where TSocket : class;
