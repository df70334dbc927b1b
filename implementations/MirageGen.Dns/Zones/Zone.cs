using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns;

/// <summary>
/// A zone as a server keeps it: immutable, in a few arrays whatever its size. Names are in canonical order and found by their
/// hash; each set's records are kept as they are sent, so that an answer is mostly copied.
/// </summary>
/// <remarks>
/// In a record's wire form the owner is a pointer to the question, and names that may be compressed end in pointers into the
/// owner, as if that stood in the question. Elsewhere they are moved: see <see cref="RecordBlock"/>.
/// </remarks>
public sealed class Zone
{
    private readonly NameTable _table;
    private readonly NameList _names;
    private readonly NameEntry[] _entries;
    private readonly SetEntry[] _sets;
    private readonly byte[] _records;
    private readonly HashedChain? _hashed;
    private readonly byte[] _soa;

    internal Zone(DomainName origin, NameList names, NameTable table, NameEntry[] entries, SetEntry[] sets, byte[] records)
    {
        Origin = origin;
        _names = names;
        _table = table;
        _entries = entries;
        _sets = sets;
        _records = records;
        SoaSet = FindSet(0, RecordType.Soa);
        _hashed = FindHashedChain();
        _soa = ReadSoa();
    }

    /// <summary>Its name.</summary>
    public DomainName Origin { get; }

    /// <summary>How many names there are, those with nothing but names below them among them.</summary>
    public int NameCount => _entries.Length - 1;

    /// <summary>How many sets of records there are.</summary>
    public int SetCount => _sets.Length - 1;

    /// <summary>The octets of memory that it takes.</summary>
    public long MemoryOctets => _names.Octets + _table.Octets + (12L * _entries.Length) + (8L * _sets.Length) + _records.Length;

    /// <summary>Its serial number.</summary>
    public uint Serial => SerialNumber.Read(_soa);

    /// <summary>What it was before, as far as that is remembered: what IXFR is answered from.</summary>
    internal ZoneHistory History { get; private set; } = ZoneHistory.Empty;

    /// <summary>Its SOA record.</summary>
    internal ZoneFileRecord Soa => new(NameOf(0), RecordType.Soa, RecordClass.Internet, BlockOf(SoaSet).Ttl, _soa, null, 0);

    /// <summary>Its SOA set.</summary>
    internal int SoaSet { get; }

    /// <summary>Whether what is not there is denied by NSEC3 records.</summary>
    internal bool IsHashed => _hashed is not null;

    /// <summary>Reads and checks a zone file.</summary>
    /// <param name="text">Its content; see <see cref="ZoneFileReader"/>.</param>
    /// <param name="options">The zone's name, and what the file does not say itself.</param>
    /// <param name="zone">The zone, unless there were errors.</param>
    /// <param name="findings">All that is wrong or doubtful, each with its place: of the reader first, then of the checker.</param>
    /// <returns>False when it cannot be served.</returns>
    public static bool TryRead(
        ReadOnlyMemory<byte> text, ZoneFileOptions options, [NotNullWhen(true)] out Zone? zone, out IReadOnlyList<ZoneFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(options);
        var loading = new ZoneLoading(text, options);
        while (loading.Step())
        {
        }

        zone = loading.Zone;
        findings = loading.Findings;
        return zone is not null;
    }

    /// <summary>
    /// The zone as what an older one has become, such as one whose file was read again: secondaries of the older one are
    /// told of the changes alone (RFC 1995).
    /// </summary>
    /// <param name="older">The zone as it was.</param>
    /// <returns>This zone, with the older one's history and one change more; with none when its serial number is not newer.</returns>
    /// <exception cref="ArgumentException">The other is of another name.</exception>
    public Zone After(Zone older)
    {
        ArgumentNullException.ThrowIfNull(older);
        if (older.Origin != Origin)
        {
            throw new ArgumentException($"{older.Origin} does not become {Origin}.", nameof(older));
        }

        return SerialNumber.IsNewer(Serial, older.Serial) ? With(older.History.Add(ZoneChange.Between(older, this))) : this;
    }

    /// <summary>The zone with another history.</summary>
    internal Zone With(ZoneHistory history)
    {
        var zone = (Zone)MemberwiseClone();
        zone.History = history;
        return zone;
    }

    /// <summary>What is to be known of a name first.</summary>
    internal NameFlags FlagsOf(int name) => _entries[name].Flags;

    /// <summary>A name's octets.</summary>
    internal ReadOnlySpan<byte> NameOf(int name) => _names[name];

    /// <summary>The name above one that is not the zone's own.</summary>
    internal int ParentOf(int name) => _entries[name].Parent;

    /// <summary>Finds a name; -1 when the zone has not got it.</summary>
    internal int Find(ReadOnlySpan<byte> name) => _table.Find(name, _names);

    /// <summary>The wildcard right below a name that has one.</summary>
    internal int WildcardOf(int name)
    {
        Span<byte> wildcard = stackalloc byte[NameOctets.MaxOctets];
        wildcard[0] = 1;
        wildcard[1] = (byte)'*';
        var above = NameOf(name);
        above.CopyTo(wildcard[2..]);
        return Find(wildcard[..(2 + above.Length)]);
    }

    /// <summary>The topmost delegation at a name or above it, or DNAME above it; the name itself when there is none.</summary>
    internal int TopmostCut(int name)
    {
        var cut = name;
        while ((_entries[name].Flags & NameFlags.IsBelowCut) != 0)
        {
            name = _entries[name].Parent;
            if ((_entries[name].Flags & (NameFlags.IsDelegation | NameFlags.HasDname)) != 0)
            {
                cut = name;
            }
        }

        return cut;
    }

    /// <summary>The sets of a name: from the first to before the last.</summary>
    internal (int First, int End) SetsOf(int name) => (_entries[name].FirstSet, _entries[name + 1].FirstSet);

    /// <summary>Finds a name's set of a type, of RRSIG the first one; -1 when there is none.</summary>
    internal int FindSet(int name, RecordType type)
    {
        var (at, end) = SetsOf(name);
        for (; at < end; at++)
        {
            if (_sets[at].Type == type)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The set that is the whole answer to a question for all of them (RFC 8482 section 4.1); -1 when there is none.</summary>
    internal int FirstSetOf(int name)
    {
        var (first, end) = SetsOf(name);
        return first < end ? first : -1;
    }

    /// <summary>The signatures over a set; -1 when there are none. None are kept without the set that they cover.</summary>
    internal int SignaturesOf(int set) => _sets[set + 1].Type == RecordType.Rrsig ? set + 1 : -1;

    /// <summary>A set's type and count, and its records as they are kept.</summary>
    internal RecordBlock BlockOf(int set) =>
        new(_records.AsSpan(_sets[set].RecordsAt, _sets[set + 1].RecordsAt - _sets[set].RecordsAt), _sets[set].Type, _sets[set].Count);

    /// <summary>
    /// Finds the name whose NSEC or NSEC3 record says what a name has, or that there is none (RFC 4035 section 3.1.3, RFC 5155
    /// section 7.2).
    /// </summary>
    /// <param name="name">A name in the zone, uncompressed.</param>
    /// <param name="isMatch">Whether the record is the name's own.</param>
    /// <returns>-1 when the zone has no such records.</returns>
    internal int FindDenial(ReadOnlySpan<byte> name, out bool isMatch)
    {
        if (_hashed is not null)
        {
            return _hashed.Find(name, out isMatch);
        }

        isMatch = false;
        if ((FlagsOf(0) & NameFlags.HasNsec) == 0)
        {
            return -1;
        }

        var found = FindPredecessor(name);
        while ((FlagsOf(found) & NameFlags.HasNsec) == 0)
        {
            found--;
        }

        isMatch = NameOctets.Equals(NameOf(found), name);
        return found;
    }

    private byte[] ReadSoa()
    {
        var records = new ZoneRecords(this, 0);
        while (records.MoveNext())
        {
            if (records.Current.Type == RecordType.Soa)
            {
                return records.Current.Data.ToArray();
            }
        }

        throw new InvalidOperationException($"The zone {Origin} has no SOA record.");
    }

    private HashedChain? FindHashedChain()
    {
        var set = FindSet(0, RecordType.Nsec3Param);
        if (set < 0)
        {
            return null;
        }

        var parameters = BlockOf(set).Data(0);
        List<int> chain = [];
        for (var i = 0; i < NameCount; i++)
        {
            set = FindSet(i, RecordType.Nsec3);
            if (set >= 0 && HashedChain.IsOf(BlockOf(set).Data(0), parameters))
            {
                chain.Add(i);
            }
        }

        return chain.Count == 0 ? null : new(_names, [.. chain], parameters);
    }

    /// <summary>The last name at or before another in canonical order.</summary>
    private int FindPredecessor(ReadOnlySpan<byte> name)
    {
        var low = 0;
        var high = NameCount - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (NameOctets.Compare(NameOf(middle), name) <= 0)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }
}
