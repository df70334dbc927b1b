namespace MirageGen.Dns;

/// <summary>A zone that is kept as its primary has it.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Primaries">Whence it comes: the first that answers; at least one, at most 16.</param>
/// <param name="Key">
/// Signs what is asked, and answers and NOTIFY must be signed with it; null for neither. The server must know it too
/// (<see cref="DnsServerOptions.Keys"/>), or it hears no NOTIFY.
/// </param>
/// <param name="IsCatalog">
/// Whether it is a catalog (RFC 9432): the zones that it lists are kept too, from the same primaries and with the same key, as
/// long as it lists them.
/// </param>
public sealed record SecondaryZone(DomainName Name, IReadOnlyList<IpEndpoint> Primaries, TsigKey? Key = null, bool IsCatalog = false);
