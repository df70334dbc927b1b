namespace MirageGen.Dns.Resolver;

/// <summary>A zone and the names of its servers; of the root, maybe addresses in their place.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Names">Its servers.</param>
/// <param name="Addresses">Addresses that are known without names.</param>
internal sealed record ZoneServers(DomainName Zone, IReadOnlyList<DomainName> Names, IReadOnlyList<IpAddress> Addresses);
