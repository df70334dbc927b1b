namespace MirageGen.TestKit;

/// <summary>One frame of a capture.</summary>
/// <param name="Time">When it was seen.</param>
/// <param name="Octets">What was kept of it.</param>
/// <param name="Length">Its whole length in octets.</param>
public sealed record CapturedFrame(DateTimeOffset Time, ReadOnlyMemory<byte> Octets, int Length);
