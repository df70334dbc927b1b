using System.Buffers.Binary;
using MirageGen.Dns.Resolver;

namespace MirageGen.Dns.Validation;

/// <summary>Denial by NSEC3 records (RFC 5155 section 8).</summary>
internal sealed class HashedDenial : IDenial
{
    /// <summary>How often names may be hashed again: of what is hashed more often nothing is believed (RFC 9276 section 3.2).</summary>
    public const int MostIterations = 100;

    /// <summary>How many names are hashed for one answer (CVE-2023-50868).</summary>
    private const int MostHashes = 48;

    private const byte OptOutBit = 1;
    private const int SaltAt = 4;

    private readonly IReadOnlyList<RecordSet> _records;
    private readonly DomainName _zone;
    private readonly NameHash _hash;
    private int _hashes;

    /// <summary>Makes it of records that have the same parameters.</summary>
    /// <param name="records">At least one.</param>
    /// <param name="zone">Their zone.</param>
    public HashedDenial(IReadOnlyList<RecordSet> records, DomainName zone)
    {
        _records = records;
        _zone = zone;
        var data = records[0].Data[0].AsSpan();
        _hash = new(IterationsOf(data), data.Slice(SaltAt + 1, data[SaltAt]));
    }

    /// <summary>How often names are hashed again.</summary>
    public static int IterationsOf(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt16BigEndian(data[2..]);

    /// <summary>Whether two records are of one chain, which is by an algorithm that is known.</summary>
    public static bool AreAlike(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left[0] == NameHash.Sha1Algorithm
        && right[0] == NameHash.Sha1Algorithm
        && left[2..(SaltAt + 1 + left[SaltAt])].SequenceEqual(right[2..(SaltAt + 1 + right[SaltAt])])
        && left[SaltAt + 1 + left[SaltAt]] == NameHash.Octets
        && right[SaltAt + 1 + right[SaltAt]] == NameHash.Octets;

    /// <inheritdoc/>
    public DenialVerdict DeniesType(DomainName name, RecordType type)
    {
        if (FindMatch(name) is { } match)
        {
            return TypesPresent.Judge(Types(match), type, name.IsRoot);
        }

        if (FindEncloser(name, out var nearer) is not { } encloser)
        {
            return DenialVerdict.Unproved;
        }

        if (encloser.TryGetWildcard(out var wildcard) && FindMatch(wildcard) is { } atWildcard)
        {
            var verdict = TypesPresent.Judge(Types(atWildcard), type, isRoot: false);
            return verdict != DenialVerdict.Proved ? DenialVerdict.Unproved : Covered(nearer!);
        }

        return type == RecordType.DS && IsOptOut(nearer!) ? DenialVerdict.OptedOut : DenialVerdict.Unproved;
    }

    /// <inheritdoc/>
    public DenialVerdict DeniesName(DomainName name) =>
        FindEncloser(name, out var nearer) is { } encloser && encloser.TryGetWildcard(out var wildcard) && FindCover(wildcard) is not null
            ? Covered(nearer!)
            : DenialVerdict.Unproved;

    /// <inheritdoc/>
    public DenialVerdict AllowsWildcard(DomainName name, int labels)
    {
        var nearer = name;
        while (nearer.LabelCount > labels + 1)
        {
            nearer = nearer.Parent!;
        }

        return FindCover(nearer) is { } cover ? Covered(cover) : DenialVerdict.Unproved;
    }

    /// <summary>What it is worth that a name is covered: between hashes that opt out there may be unsigned zones (RFC 5155 section 9.2).</summary>
    private static DenialVerdict Covered(RecordSet cover) => IsOptOut(cover) ? DenialVerdict.OptedOut : DenialVerdict.Proved;

    private static bool IsOptOut(RecordSet record) => (record.Data[0][1] & OptOutBit) != 0;

    private static ReadOnlySpan<byte> NextHash(RecordSet record)
    {
        var data = record.Data[0].AsSpan(SaltAt + 1 + record.Data[0][SaltAt]);
        return data.Slice(1, data[0]);
    }

    private static ReadOnlySpan<byte> Types(RecordSet record)
    {
        var data = record.Data[0].AsSpan(SaltAt + 1 + record.Data[0][SaltAt]);
        return data[(1 + data[0])..];
    }

    /// <summary>The longest name that exists above a name (RFC 5155 section 8.3), and what denies the one right below it.</summary>
    private DomainName? FindEncloser(DomainName name, out RecordSet? nearer)
    {
        nearer = null;
        for (var below = name; below.LabelCount > _zone.LabelCount; below = below.Parent!)
        {
            if (FindMatch(below.Parent!) is { } match)
            {
                nearer = FindCover(below);
                return nearer is null || TypesPresent.IsCut(Types(match)) || TypeBitmap.Contains(Types(match), RecordType.Dname)
                    ? null
                    : below.Parent;
            }
        }

        return null;
    }

    private RecordSet? FindMatch(DomainName name)
    {
        Span<byte> hash = stackalloc byte[NameHash.Octets];
        Span<byte> owner = stackalloc byte[NameHash.Octets];
        if (!TryHash(name, hash))
        {
            return null;
        }

        foreach (var record in _records)
        {
            if (TryReadOwner(record, owner) && owner.SequenceEqual(hash))
            {
                return record;
            }
        }

        return null;
    }

    private RecordSet? FindCover(DomainName name)
    {
        Span<byte> hash = stackalloc byte[NameHash.Octets];
        Span<byte> owner = stackalloc byte[NameHash.Octets];
        if (!TryHash(name, hash))
        {
            return null;
        }

        foreach (var record in _records)
        {
            if (!TryReadOwner(record, owner))
            {
                continue;
            }

            var next = NextHash(record);
            var isBehindOwner = owner.SequenceCompareTo(hash) < 0;
            var isBeforeNext = hash.SequenceCompareTo(next) < 0;

            // The last one of the ring goes on to the first.
            var isLast = next.SequenceCompareTo(owner) <= 0;
            if (isLast ? isBehindOwner || isBeforeNext : isBehindOwner && isBeforeNext)
            {
                return record;
            }
        }

        return null;
    }

    private bool TryHash(DomainName name, Span<byte> hash)
    {
        if (_hashes++ >= MostHashes)
        {
            return false;
        }

        _hash.Compute(name.Octets, hash);
        return true;
    }

    private bool TryReadOwner(RecordSet record, Span<byte> hash)
    {
        var label = record.Owner.IsRoot ? default : record.Owner.Label(0);
        return label.Length == Base32Hex.DigitCount(NameHash.Octets)
            && record.Owner.Parent == _zone
            && Base32Hex.TryRead(label, hash);
    }
}
