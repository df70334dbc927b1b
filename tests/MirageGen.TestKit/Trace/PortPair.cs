namespace MirageGen.TestKit;

/// <summary>Between which ports, for the trace: <c>49152>80</c>.</summary>
internal readonly record struct PortPair(int Source, int Destination);
