namespace MirageGen.Dns;

/// <summary>
/// Checks that the records of a zone make one: add all, then finish. Needs memory for each name.
/// </summary>
/// <param name="origin">The zone's name.</param>
public sealed class ZoneChecker(DomainName origin)
{
    /// <summary>The most findings that are kept; the last one says that there are more.</summary>
    private const int MaxFindings = 1000;

    private readonly Dictionary<DomainName, ZoneNode> _nodes = [];
    private readonly List<ZoneFinding> _findings = [];
    private readonly List<ZoneTarget> _targets = [];
    private bool _hasDname;

    /// <summary>Adds a record.</summary>
    public void Add(in ZoneFileRecord record)
    {
        var owner = DomainName.FromSound(record.Owner);
        if (!owner.IsSubdomainOf(origin))
        {
            Report(ZoneFindingSeverity.Error, record.File, record.Line, $"{owner} is not in the zone {origin}; leave it out, or end relative names without a dot");
            return;
        }

        if (record.Type == RecordType.Soa && owner != origin)
        {
            Report(ZoneFindingSeverity.Error, record.File, record.Line, $"{owner} has a SOA record, which only the zone's own name {origin} may have");
        }

        if (!_nodes.TryGetValue(owner, out var node))
        {
            _nodes.Add(owner, node = new());
        }

        AddTo(node, owner, record);
        KeepTarget(owner, record);
    }

    /// <summary>Checks what only the whole zone shows.</summary>
    /// <returns>All that was found, in the order it was; at most a thousand findings.</returns>
    public IReadOnlyList<ZoneFinding> Finish()
    {
        CheckApex();
        foreach (var (name, node) in _nodes)
        {
            CheckAlias(name, node);
            if (_hasDname)
            {
                CheckRedirection(name, node);
            }
        }

        _targets.ForEach(CheckTarget);

        return _findings;
    }

    private void AddTo(ZoneNode node, DomainName owner, in ZoneFileRecord record)
    {
        if (node.Find(record.Type) is not { } set)
        {
            node.Add(new(record.Type, record.Ttl, record.File, record.Line));
            _hasDname |= record.Type == RecordType.Dname;
            return;
        }

        set.Count++;

        // Signatures of sets with different times to live differ too (RFC 4034 section 3).
        if (set.Ttl != record.Ttl && record.Type != RecordType.Rrsig)
        {
            Report(
                ZoneFindingSeverity.Warning,
                record.File,
                record.Line,
                $"{owner} {TypeText.Of(record.Type)} has a time to live of {record.Ttl}, but {set.Ttl} in line {set.Line}; a set has one");
        }

        if (set.Count == 2 && record.Type is RecordType.Soa or RecordType.Cname or RecordType.Dname)
        {
            Report(ZoneFindingSeverity.Error, record.File, record.Line, $"{owner} has more than one {TypeText.Of(record.Type)} record; leave one");
        }
    }

    private void KeepTarget(DomainName owner, in ZoneFileRecord record)
    {
        var at = record.Type switch
        {
            RecordType.NS => 0,
            RecordType.MX => sizeof(ushort),
            RecordType.Srv => 3 * sizeof(ushort),
            _ => -1,
        };
        if (at >= 0 && RdataFormats.Find(record.Type, record.Class) is not null && NameOctets.IsSubdomain(record.Data[at..], origin.Octets))
        {
            _targets.Add(new(owner, DomainName.FromSound(record.Data[at..]), record.Type, record.File, record.Line));
        }
    }

    private void CheckApex()
    {
        var apex = _nodes.GetValueOrDefault(origin);
        foreach (var type in (RecordType[])[RecordType.Soa, RecordType.NS])
        {
            if (apex?.Find(type) is null)
            {
                Report(ZoneFindingSeverity.Error, null, 0, $"{origin} has no {TypeText.Of(type)} record, which every zone has");
            }
        }
    }

    /// <summary>A CNAME stands alone but for what DNSSEC adds (RFC 1034 section 3.6.2, RFC 4034 section 2.5).</summary>
    private void CheckAlias(DomainName name, ZoneNode node)
    {
        if (node.Find(RecordType.Cname) is not { } alias)
        {
            return;
        }

        foreach (var other in node.Sets)
        {
            if (other.Type is not (RecordType.Cname or RecordType.Rrsig or RecordType.Nsec))
            {
                Report(ZoneFindingSeverity.Error, alias.File, alias.Line, $"{name} is an alias by its CNAME and cannot have {TypeText.Of(other.Type)} records too");
            }
        }
    }

    /// <summary>Nothing stands below a DNAME, and no delegation beside it (RFC 6672 sections 2.3 and 2.4).</summary>
    private void CheckRedirection(DomainName name, ZoneNode node)
    {
        if (node.Find(RecordType.Dname) is { } own && name != origin && node.Find(RecordType.NS) is not null)
        {
            Report(ZoneFindingSeverity.Error, own.File, own.Line, $"{name} cannot have a DNAME and be delegated by NS records");
        }

        for (var ancestor = name.Parent; ancestor is not null && ancestor.IsSubdomainOf(origin); ancestor = ancestor.Parent)
        {
            // Hashed names of NSEC3 stand below a DNAME of the zone's own name (RFC 6672 section 2.4).
            if (_nodes.GetValueOrDefault(ancestor)?.Find(RecordType.Dname) is not null
                && node.HasOtherThan(RecordType.Nsec3, RecordType.Rrsig))
            {
                Report(ZoneFindingSeverity.Error, node.Sets[0].File, node.Sets[0].Line, $"{name} is below {ancestor}, all below which its DNAME stands for");
                return;
            }
        }
    }

    /// <summary>A name that a server or a mail exchange has is no alias and has an address (RFC 2181 section 10.3).</summary>
    private void CheckTarget(ZoneTarget use)
    {
        var node = _nodes.GetValueOrDefault(use.Name);
        var isGlue = use.Type == RecordType.NS && use.Owner != origin && use.Name.IsSubdomainOf(use.Owner);
        var problem =
            node?.Find(RecordType.Cname) is not null ? "is an alias; name what that is an alias of"
            : node?.Find(RecordType.A) is null && node?.Find(RecordType.Aaaa) is null && (isGlue || !IsElsewhere(use.Name))
                ? "has no address; add A or AAAA records"
            : null;
        if (problem is not null)
        {
            var severity = use.Type == RecordType.NS ? ZoneFindingSeverity.Error : ZoneFindingSeverity.Warning;
            Report(severity, use.File, use.Line, $"{TypeText.Of(use.Type)} of {use.Owner} names {use.Name}, which {problem}");
        }
    }

    /// <summary>Whether a wildcard or a DNAME stands for a name, or a child zone has it.</summary>
    private bool IsElsewhere(DomainName name)
    {
        for (var ancestor = name; ancestor is not null && ancestor != origin; ancestor = ancestor.Parent)
        {
            var node = _nodes.GetValueOrDefault(ancestor);
            var parent = ancestor.Parent!;
            if ((ancestor != name && (node?.Find(RecordType.NS) is not null || node?.Find(RecordType.Dname) is not null))
                || (parent.TryGetWildcard(out var wildcard) && _nodes.ContainsKey(wildcard)))
            {
                return true;
            }
        }

        return false;
    }

    private void Report(ZoneFindingSeverity severity, string? file, int line, string problem)
    {
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(_findings.Count == MaxFindings - 1
                ? new(severity, null, 0, "there are more findings than are listed; correct these and check again")
                : new(severity, file, line, problem));
        }
    }
}
