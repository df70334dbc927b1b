namespace MirageGen.Dns.Secondary;

/// <summary>A zone as it came from a primary.</summary>
/// <param name="Zone">The zone; the one that was known when there is nothing newer.</param>
/// <param name="IsIncremental">Whether changes alone came.</param>
/// <param name="Records">How many records came.</param>
internal sealed record FetchedZone(Zone Zone, bool IsIncremental, int Records);
