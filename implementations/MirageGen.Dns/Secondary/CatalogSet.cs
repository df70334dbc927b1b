using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Secondary;

/// <summary>
/// What catalogs list, all of them together (RFC 9432). Those that have not come yet, or were never sound, list nothing.
/// </summary>
internal sealed class CatalogSet(ILogger log)
{
    private readonly Dictionary<DomainName, ZoneCatalog> _catalogs = [];

    /// <summary>Takes a catalog in place of the one before it of its name, if it is sound.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryTake(Zone catalog)
    {
        if (!ZoneCatalog.TryRead(catalog, out var listed, out var problem))
        {
            SecondaryLog.BrokenCatalog(log, catalog.Origin, problem);
            return false;
        }

        _catalogs[catalog.Origin] = listed;
        return true;
    }

    /// <summary>A zone that a catalog lists; null when it does not.</summary>
    public CatalogMember? MemberOf(DomainName catalog, DomainName name) => _catalogs.GetValueOrDefault(catalog)?.Members.GetValueOrDefault(name);

    /// <summary>
    /// Says which catalog each listed zone belongs to: to that which has it, until that gives it away (section 4.3.1) or lists it
    /// no more.
    /// </summary>
    /// <param name="holderOf">The catalog that has a zone of that name now; null when none has.</param>
    public Dictionary<DomainName, DomainName> Assign(Func<DomainName, DomainName?> holderOf)
    {
        Dictionary<DomainName, DomainName> owners = [];
        foreach (var (origin, catalog) in _catalogs)
        {
            foreach (var (name, member) in catalog.Members)
            {
                owners.TryAdd(name, OwnerOf(name, holderOf(name)) ?? origin);
                if (owners[name] != origin && member.NextCatalog != owners[name])
                {
                    SecondaryLog.Clash(log, name, origin, owners[name]);
                }
            }
        }

        return owners;
    }

    private DomainName? OwnerOf(DomainName name, DomainName? holder)
    {
        if (holder is not { } catalog || MemberOf(catalog, name) is not { } member)
        {
            return null;
        }

        return member.NextCatalog is { } next && MemberOf(next, name) is not null ? next : catalog;
    }
}
