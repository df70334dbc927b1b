namespace MirageGen.Dns.Cache;

/// <summary>What is known of a host.</summary>
/// <param name="Addresses">Its addresses in the order to try them; none when there is a failure.</param>
/// <param name="Failure">Why it has none; null when it has.</param>
/// <param name="TimeToLive">For how long that holds.</param>
internal sealed record HostEntry(IReadOnlyList<IpAddress> Addresses, string? Failure, TimeSpan TimeToLive);
