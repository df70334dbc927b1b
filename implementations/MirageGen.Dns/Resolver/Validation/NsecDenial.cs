using MirageGen.Dns.Resolver;

namespace MirageGen.Dns.Validation;

/// <summary>Denial by NSEC records (RFC 4035 section 5.4).</summary>
internal sealed class NsecDenial(IReadOnlyList<RecordSet> records) : IDenial
{
    /// <inheritdoc/>
    public DenialVerdict DeniesType(DomainName name, RecordType type)
    {
        foreach (var record in records)
        {
            if (record.Owner == name)
            {
                return TypesPresent.Judge(Types(record), type, name.IsRoot);
            }
        }

        if (FindCover(name) is not { } cover)
        {
            return DenialVerdict.Unproved;
        }

        // Between names there may be one without records (RFC 4592 section 2.2.2).
        if (Next(cover).IsSubdomainOf(name))
        {
            return DenialVerdict.Proved;
        }

        return Encloser(name, cover).TryGetWildcard(out var wildcard)
            && Find(wildcard) is { } atWildcard
            && TypesPresent.Judge(Types(atWildcard), type, isRoot: false) is var verdict and not DenialVerdict.UnsignedZone
            ? verdict
            : DenialVerdict.Unproved;
    }

    /// <inheritdoc/>
    public DenialVerdict DeniesName(DomainName name) =>
        FindCover(name) is { } cover
        && !Next(cover).IsSubdomainOf(name)
        && Encloser(name, cover).TryGetWildcard(out var wildcard)
        && FindCover(wildcard) is not null
            ? DenialVerdict.Proved
            : DenialVerdict.Unproved;

    /// <inheritdoc/>
    public DenialVerdict AllowsWildcard(DomainName name, int labels) =>
        FindCover(name) is { } cover && Encloser(name, cover).LabelCount <= labels ? DenialVerdict.Proved : DenialVerdict.Unproved;

    private static DomainName Next(RecordSet record) => RecordSet.TargetOf(record.Data[0])!;

    private static ReadOnlySpan<byte> Types(RecordSet record) => record.Data[0].AsSpan(NameOctets.Length(record.Data[0]));

    private RecordSet? Find(DomainName name)
    {
        foreach (var record in records)
        {
            if (record.Owner == name)
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>The record that says there is nothing between its owner and the next name, with the name there.</summary>
    private RecordSet? FindCover(DomainName name)
    {
        foreach (var record in records)
        {
            var next = Next(record);
            var isLast = next <= record.Owner;
            if (record.Owner < name && (isLast ? name.IsSubdomainOf(next) : name < next) && !IsAbove(record, name))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Whether a record's owner is a cut or a redirection above a name, below which its zone knows nothing.</summary>
    private static bool IsAbove(RecordSet record, DomainName name) =>
        name.IsSubdomainOf(record.Owner)
        && (TypesPresent.IsCut(Types(record)) || TypeBitmap.Contains(Types(record), RecordType.Dname));

    /// <summary>The longest name that exists and the name is below.</summary>
    private static DomainName Encloser(DomainName name, RecordSet cover)
    {
        var next = Next(cover);
        var encloser = name;
        while (!cover.Owner.IsSubdomainOf(encloser) && !next.IsSubdomainOf(encloser))
        {
            encloser = encloser.Parent!;
        }

        return encloser;
    }
}
