using MirageGen.Dns.Resolver;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Signing;

/// <summary>
/// Makes a signed zone of one that is not (RFC 4035 section 2): its keys, signatures, and NSEC records for what there is not. What
/// it was signed with before is taken over where it still holds. It works in steps, so that a server can answer between them.
/// </summary>
internal sealed class ZoneSigner
{
    /// <summary>Signatures of a step: a millisecond or so.</summary>
    private const int SignaturesOfStep = 8;

    /// <summary>Names of a step, where signatures are taken over.</summary>
    private const int NamesOfStep = 128;

    // Types that signing makes, and that are left out of what is signed.
    private static readonly RecordType[] Made = [RecordType.Rrsig, RecordType.Nsec, RecordType.Nsec3, RecordType.Nsec3Param];

    private readonly Zone _zone;
    private readonly Zone? _before;
    private readonly SetSigner _signer;
    private readonly ZoneBuilder _builder;
    private readonly SigningKey[] _keys;
    private readonly uint _serial;
    private readonly uint _denialTtl;

    // The names that have NSEC records, in order, and the next of them.
    private readonly List<int> _chain = [];
    private int _next;
    private int _name;

    /// <summary>Begins.</summary>
    /// <param name="zone">The zone; what signing makes is left out of it.</param>
    /// <param name="before">What was served before, signed; null when nothing was.</param>
    /// <param name="keys">Of this zone; one at least.</param>
    /// <param name="signer">Makes the signatures.</param>
    public ZoneSigner(Zone zone, Zone? before, SigningKey[] keys, SetSigner signer)
    {
        _zone = zone;
        _before = before;
        _keys = keys;
        _signer = signer;
        _builder = new(zone.Origin);

        // The serial number is the zone's own where that is newer; signatures that are made anew are a change of their own.
        _serial = before is null || SerialNumber.IsNewer(zone.Serial, before.Serial) ? zone.Serial : SerialNumber.After(before.Serial);

        // RFC 9077 section 3: the lesser of both of the SOA record's.
        _denialTtl = Math.Min(zone.Soa.Ttl, SerialNumber.ReadMinimum(zone.Soa.Data));
        for (var name = 0; name < zone.NameCount; name++)
        {
            if ((zone.FlagsOf(name) & NameFlags.IsBelowCut) == 0 && HasKept(name))
            {
                _chain.Add(name);
            }
        }
    }

    /// <summary>The signed zone, once it is made.</summary>
    public Zone? Signed { get; private set; }

    /// <summary>Goes on with some names.</summary>
    /// <returns>False when the zone is made.</returns>
    /// <remarks>The last step makes the zone, whatever its size.</remarks>
    public bool Step()
    {
        var end = _signer.Made + SignaturesOfStep;
        for (var left = NamesOfStep; left > 0 && _signer.Made < end && _name < _zone.NameCount; left--)
        {
            TakeName(_name++);
        }

        if (_name < _zone.NameCount)
        {
            return true;
        }

        Signed ??= _builder.Build();
        return false;
    }

    private static bool IsKept(RecordType type) => Array.IndexOf(Made, type) < 0;

    private bool HasKept(int name)
    {
        var (set, end) = _zone.SetsOf(name);
        for (; set < end; set++)
        {
            if (IsKept(_zone.BlockOf(set).Type))
            {
                return true;
            }
        }

        return false;
    }

    private void TakeName(int name)
    {
        var flags = _zone.FlagsOf(name);
        var isBelow = (flags & NameFlags.IsBelowCut) != 0;
        var isDelegation = (flags & NameFlags.IsDelegation) != 0;
        var sets = NameSets.Read(_zone, name);
        sets.RemoveAll(static set => !IsKept(set.Type));
        if (name == 0)
        {
            CompleteApex(sets);
        }

        var before = isBelow || _before is null || _before.Find(_zone.NameOf(name)) is not (>= 0 and var at) ? [] : NameSets.Read(_before, at);
        var types = new List<RecordType> { RecordType.Rrsig, RecordType.Nsec };
        foreach (var set in sets)
        {
            // Below a delegation, and at it but for what is known of it here, records are of another zone (section 2.2).
            var isOurs = !isBelow && (!isDelegation || set.Type == RecordType.DS);
            Add(set, isOurs ? before : null);
            if (isOurs || (!isBelow && set.Type == RecordType.NS))
            {
                types.Add(set.Type);
            }
        }

        if (!isBelow && sets.Count > 0)
        {
            _next++;
            Add(MakeDenial(DomainName.FromSound(_zone.NameOf(name)), types), before);
        }
    }

    /// <summary>Sets the serial number, and adds the keys.</summary>
    private void CompleteApex(List<RecordSet> sets)
    {
        var soa = sets.Find(static set => set.Type == RecordType.Soa)!;
        SerialNumber.Write(soa.Data[0], _serial);
        var keys = sets.Find(static set => set.Type == RecordType.Dnskey);
        if (keys is null)
        {
            keys = new(_zone.Origin, RecordType.Dnskey) { Ttl = soa.Ttl };
            sets.Add(keys);
        }

        foreach (var key in _keys)
        {
            if (!keys.Data.Exists(data => data.AsSpan().SequenceEqual(key.Record)))
            {
                keys.Data.Add(key.Record);
            }
        }

        keys.Data.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
    }

    /// <summary>The record that says what the name has, and which name is the next (RFC 4034 section 4).</summary>
    private RecordSet MakeDenial(DomainName owner, List<RecordType> types) => new(owner, RecordType.Nsec)
    {
        Ttl = _denialTtl,
        Data = { (byte[])[.. _zone.NameOf(_chain[_next % _chain.Count]), .. TypeBitmap.Of(types)] },
    };

    /// <summary>Adds a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="before">What the name had before; null when the set is not signed.</param>
    private void Add(RecordSet set, List<RecordSet>? before)
    {
        foreach (var data in set.Data)
        {
            Add(set, set.Type, data);
        }

        if (before is not null)
        {
            var same = before.Find(other => NameSets.AreSame(other, set));
            foreach (var signature in _signer.Sign(set, same))
            {
                Add(set, RecordType.Rrsig, signature);
            }
        }
    }

    private void Add(RecordSet set, RecordType type, byte[] data) =>
        _builder.Add(new(set.Owner.Octets, type, RecordClass.Internet, set.Ttl, data, null, 0));
}
