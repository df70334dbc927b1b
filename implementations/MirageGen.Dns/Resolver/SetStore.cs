using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>The cache as the resolver's work sees it: sets and answers go in and come out as objects.</summary>
internal sealed class SetStore(RecordCache cache)
{
    /// <summary>
    /// Under which delegations are kept: what the zone above says, not what the zone itself says of its servers, which could
    /// keep a zone alive that is long gone (CVE-2012-1033, "ghost domains").
    /// </summary>
    private const RecordType Delegation = (RecordType)0xFF00;

    /// <summary>With which the type of a failure is marked: it does not replace what is out of date.</summary>
    private const ushort FailureBit = 0x8000;

    private const uint FailureSeconds = 5;

    /// <summary>For how long servers and their addresses are kept at least: those who were referred there have yet to ask.</summary>
    private const uint LeastSeconds = 5;

    /// <summary>The octets behind it all.</summary>
    public RecordCache Cache { get; } = cache;

    /// <summary>The type under which a failure to find a type is kept.</summary>
    public static RecordType FailureOf(RecordType type) => (RecordType)((ushort)type | FailureBit);

    /// <summary>Keeps the servers of a zone.</summary>
    public void KeepDelegation(RecordSet servers) => Put(
        servers.Owner,
        Delegation,
        new(CachedKind.Records, CachedRank.Referral, Security.Unchecked, Math.Max(servers.Ttl, LeastSeconds)),
        [(MessageSection.Answer, servers)]);

    /// <summary>Keeps addresses of a name server, to ask it; or that there are none.</summary>
    public void KeepGlue(DomainName host, RecordType type, RecordSet? addresses, uint ttl) => Put(
        host,
        type,
        new(addresses is null ? CachedKind.NoData : CachedKind.Records, CachedRank.Glue, Security.Unchecked, Math.Max(ttl, LeastSeconds)),
        addresses is null ? [] : [(MessageSection.Answer, addresses)]);

    /// <summary>Keeps an answer or a failure.</summary>
    public void Keep(LinkAnswer answer, RecordType type)
    {
        if (answer.Kind == CachedKind.Failure)
        {
            if ((ushort)type < FailureBit)
            {
                Put(answer.Name, FailureOf(type), new(CachedKind.Failure, CachedRank.Answer, answer.Security, FailureSeconds, answer.Error), []);
            }

            return;
        }

        var sets = new List<(MessageSection, RecordSet)>();
        if (answer.Redirection is { } redirection)
        {
            sets.Add((MessageSection.Answer, redirection));
        }

        if (answer.Answer is { } records)
        {
            sets.Add((MessageSection.Answer, records));
        }

        foreach (var proof in answer.Proofs)
        {
            sets.Add((MessageSection.Authority, proof));
        }

        var key = answer.Kind == CachedKind.NameError ? RecordType.None : answer.Answer?.Type ?? type;
        Put(answer.Name, key, new(answer.Kind, CachedRank.Answer, answer.Security, answer.Ttl), sets);
    }

    /// <summary>Finds the servers of a zone that are to be asked now; null when none are known.</summary>
    public ZoneServers? FindDelegation(DomainName zone)
    {
        if (!Cache.TryFind(zone.Octets, Delegation, out var entry) || entry.Ttl <= 0)
        {
            return null;
        }

        var names = new List<DomainName>();
        for (var records = entry.Records; !records.IsEmpty;)
        {
            if (DomainName.TryRead(CachedRecord.Take(ref records).Data, out var name))
            {
                names.Add(name);
            }
        }

        return new(zone, names, []);
    }

    /// <summary>Adds the addresses of a host that are known.</summary>
    /// <returns>Whether it is known, too, that there are none of that version.</returns>
    public bool AddAddresses(DomainName host, RecordType type, List<IpAddress> addresses)
    {
        if (!Cache.TryFind(host.Octets, type, out var entry) || entry.Ttl <= 0 || entry.Security == Security.Bogus)
        {
            return false;
        }

        for (var records = entry.Records; !records.IsEmpty && entry.Kind == CachedKind.Records;)
        {
            var record = CachedRecord.Take(ref records);
            if (record.Type == type && record.Owner.IsEmpty)
            {
                addresses.Add(type == RecordType.A ? new IPv4Address(record.Data) : new IPv6Address(record.Data));
            }
        }

        return true;
    }

    /// <summary>Finds an answer as it was kept: the type's, an alias, or that there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="isUncheckedWanted">Whether it goes without a look at signatures, too.</param>
    /// <param name="isStaleWanted">Whether it goes when it has held.</param>
    public LinkAnswer? Find(DomainName name, RecordType type, bool isUncheckedWanted, bool isStaleWanted)
    {
        return TryFind(name.Octets, type, isUncheckedWanted, isStaleWanted, out var entry) ? Read(name, entry) : null;
    }

    /// <summary>Finds an answer in the cache's memory.</summary>
    /// <inheritdoc cref="Find"/>
    public bool TryFind(
        ReadOnlySpan<byte> name, RecordType type, bool isUncheckedWanted, bool isStaleWanted, out CachedEntry entry)
    {
        if (IsUsable(Cache.TryFind(name, type, out entry), entry, isUncheckedWanted, isStaleWanted)
            || (type != RecordType.Cname && IsUsable(Cache.TryFind(name, RecordType.Cname, out entry), entry, isUncheckedWanted, isStaleWanted)
                && entry.Kind == CachedKind.Records))
        {
            return true;
        }

        return IsUsable(Cache.TryFind(name, RecordType.None, out entry), entry, isUncheckedWanted, isStaleWanted);
    }

    private static bool IsUsable(bool isFound, CachedEntry entry, bool isUncheckedWanted, bool isStaleWanted) =>
        isFound
        && entry.Rank == CachedRank.Answer
        && (entry.Ttl > 0 || isStaleWanted)
        && (entry.Security != Security.Unchecked || isUncheckedWanted);

    private static LinkAnswer Read(DomainName name, CachedEntry entry)
    {
        var ttl = (uint)Math.Max(entry.Ttl, 0);
        var sets = new List<RecordSet>();
        var proofs = new List<RecordSet>();
        for (var records = entry.Records; !records.IsEmpty;)
        {
            var record = CachedRecord.Take(ref records);
            var owner = record.Owner.IsEmpty ? name : DomainName.FromSound(record.Owner);
            var list = record.Section == MessageSection.Answer ? sets : proofs;
            var isSignature = record.Type == RecordType.Rrsig;
            var type = isSignature ? (RecordType)RdataField.ReadNumber(record.Data[..2]) : record.Type;
            var set = list.Find(set => set.Type == type && set.Owner == owner);
            if (set is null)
            {
                list.Add(set = new(owner, type) { Ttl = ttl });
            }

            (isSignature ? set.Signatures : set.Data).Add(record.Data.ToArray());
        }

        return new()
        {
            Kind = entry.Kind,
            Name = name,
            Answer = sets.Find(set => set.Owner == name),
            Redirection = sets.Find(set => set.Owner != name),
            Proofs = proofs,
            Security = entry.Security,
            Error = entry.Error,
            Ttl = ttl,
        };
    }

    private void Put(DomainName name, RecordType type, in CachedFacts facts, List<(MessageSection Section, RecordSet Set)> sets)
    {
        if (facts.Ttl == 0)
        {
            return;
        }

        var length = 0;
        foreach (var (_, set) in sets)
        {
            var owner = set.Owner == name ? 0 : set.Owner.Octets.Length;
            set.Data.ForEach(data => length += CachedRecord.Octets(owner, data.Length));
            set.Signatures.ForEach(data => length += CachedRecord.Octets(owner, data.Length));
        }

        if (!Cache.TryPut(name.Octets, type, facts, length, out var room))
        {
            return;
        }

        foreach (var (section, set) in sets)
        {
            var owner = set.Owner == name ? default : set.Owner.Octets;
            foreach (var data in set.Data)
            {
                room = CachedRecord.Write(room, section, owner, set.Type, data);
            }

            foreach (var data in set.Signatures)
            {
                room = CachedRecord.Write(room, section, owner, RecordType.Rrsig, data);
            }
        }
    }
}
