using System.Buffers.Binary;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Cache;

/// <summary>An entry of the cache, in its memory: valid until something is put in.</summary>
internal readonly ref struct CachedEntry
{
    private const byte MostHits = byte.MaxValue;
    private const int ReferencedBit = 0x01;
    private const int RankShift = 2;
    private const int SecurityShift = 4;
    private const int Field = 3;

    private readonly Span<byte> _octets;
    private readonly uint _now;

    /// <summary>Finds an entry where one is.</summary>
    /// <param name="octets">From its beginning on.</param>
    /// <param name="now">Seconds of the cache's time.</param>
    public CachedEntry(Span<byte> octets, uint now)
    {
        _octets = octets[..BinaryPrimitives.ReadInt32LittleEndian(octets)];
        _now = now;
    }

    /// <summary>The octets before the name.</summary>
    public const int FixedOctets = 32;

    /// <summary>The memory that it takes.</summary>
    public int Octets => _octets.Length;

    /// <summary>The hash of its name and type.</summary>
    public int Hash => BinaryPrimitives.ReadInt32LittleEndian(_octets[4..]);

    /// <summary>Where the next with the same hash stands, and one; zero when there is none.</summary>
    public int Next
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(_octets[8..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(_octets[8..], value);
    }

    /// <summary>What it says.</summary>
    public CachedKind Kind
    {
        get => (CachedKind)_octets[22];
        set => _octets[22] = (byte)value;
    }

    /// <summary>Whether it was asked for since it was last spared.</summary>
    public bool IsReferenced
    {
        get => (_octets[23] & ReferencedBit) != 0;
        set => _octets[23] = (byte)((_octets[23] & ~ReferencedBit) | (value ? ReferencedBit : 0));
    }

    /// <summary>How far it is to be believed.</summary>
    public CachedRank Rank => (CachedRank)((_octets[23] >> RankShift) & Field);

    /// <summary>What signatures say of it.</summary>
    public Security Security => (Security)((_octets[23] >> SecurityShift) & Field);

    /// <summary>Its type; none for a name that is not there.</summary>
    public RecordType Type => (RecordType)BinaryPrimitives.ReadUInt16LittleEndian(_octets[20..]);

    /// <summary>Why, when it is a failure.</summary>
    public ExtendedErrorCode Error => (ExtendedErrorCode)_octets[25];

    /// <summary>For how many seconds it held at first.</summary>
    public uint FullTtl => BinaryPrimitives.ReadUInt32LittleEndian(_octets[16..]);

    /// <summary>For how many seconds it still holds; below zero when it has held.</summary>
    public long Ttl => BinaryPrimitives.ReadUInt32LittleEndian(_octets[12..]) + (long)FullTtl - _now;

    /// <summary>How often it was asked for.</summary>
    public byte Hits => _octets[28];

    /// <summary>Its name, in small letters.</summary>
    public ReadOnlySpan<byte> Name => _octets.Slice(FixedOctets, _octets[24]);

    /// <summary>Its records, one behind the other: <see cref="CachedRecord.Take"/>.</summary>
    public ReadOnlySpan<byte> Records => _octets[(FixedOctets + _octets[24])..^_octets[29]];

    /// <summary>Whether it is the same entry, not one that is alike.</summary>
    public bool IsSame(CachedEntry other) => _octets == other._octets;

    /// <summary>Notes that it was asked for.</summary>
    public void Hit()
    {
        IsReferenced = true;
        if (_octets[28] < MostHits)
        {
            _octets[28]++;
        }
    }

    /// <summary>Writes all but the records.</summary>
    /// <param name="octets">Its memory, all of it.</param>
    /// <param name="padding">Octets of it that are behind the records.</param>
    /// <param name="hash">The hash of name and type.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="facts">What it is.</param>
    /// <param name="now">Seconds of the cache's time.</param>
    /// <returns>Where its records go.</returns>
    public static Span<byte> Write(
        Span<byte> octets, int padding, int hash, ReadOnlySpan<byte> name, RecordType type, in CachedFacts facts, uint now)
    {
        octets[..FixedOctets].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(octets, octets.Length);
        BinaryPrimitives.WriteInt32LittleEndian(octets[4..], hash);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[12..], now);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[16..], facts.Ttl);
        BinaryPrimitives.WriteUInt16LittleEndian(octets[20..], (ushort)type);
        octets[22] = (byte)facts.Kind;
        octets[23] = (byte)(((int)facts.Rank << RankShift) | ((int)facts.Security << SecurityShift));
        octets[24] = (byte)name.Length;
        octets[25] = (byte)facts.Error;
        octets[29] = (byte)padding;
        NameOctets.ToLower(name, octets[FixedOctets..]);
        return octets[(FixedOctets + name.Length)..];
    }
}
