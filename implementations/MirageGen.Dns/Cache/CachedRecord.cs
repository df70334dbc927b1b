using System.Buffers.Binary;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Cache;

/// <summary>A record in an entry of the cache: octets for section, length of the owner, owner, type, length of the data, data.</summary>
internal readonly ref struct CachedRecord
{
    private const int FixedOctets = 2 + (2 * sizeof(ushort));

    private CachedRecord(ReadOnlySpan<byte> octets)
    {
        Section = (MessageSection)octets[0];
        Owner = octets.Slice(2, octets[1]);
        octets = octets[(2 + octets[1])..];
        Type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(octets);
        Data = octets.Slice(4, BinaryPrimitives.ReadUInt16BigEndian(octets[2..]));
    }

    /// <summary>Where in a response it stands.</summary>
    public MessageSection Section { get; }

    /// <summary>Its owner; empty when it is the entry's name.</summary>
    public ReadOnlySpan<byte> Owner { get; }

    /// <summary>Its type.</summary>
    public RecordType Type { get; }

    /// <summary>Its data, names in it uncompressed.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The octets of a record with an owner and data.</summary>
    public static int Octets(int owner, int data) => FixedOctets + owner + data;

    /// <summary>Reads the first of some records, and goes on to the next.</summary>
    public static CachedRecord Take(ref ReadOnlySpan<byte> octets)
    {
        var record = new CachedRecord(octets);
        octets = octets[Octets(record.Owner.Length, record.Data.Length)..];
        return record;
    }

    /// <summary>Writes a record.</summary>
    /// <returns>What comes behind it.</returns>
    public static Span<byte> Write(
        Span<byte> destination, MessageSection section, ReadOnlySpan<byte> owner, RecordType type, ReadOnlySpan<byte> data)
    {
        destination[0] = (byte)section;
        destination[1] = (byte)owner.Length;
        owner.CopyTo(destination[2..]);
        destination = destination[(2 + owner.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)data.Length);
        data.CopyTo(destination[4..]);
        return destination[(4 + data.Length)..];
    }
}
