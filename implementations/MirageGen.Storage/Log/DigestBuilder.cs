using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MirageGen.Storage.Log;

/// <summary>
/// Digests: of a value what is known of it, so that they cost no reading; of a dictionary FNV-1a with 128 bits
/// (draft-eastlake-fnv section 5) over what it holds. They tell states of one store apart; nobody gains by making two collide.
/// </summary>
internal struct DigestBuilder()
{
    private const int ValueBytes = 24;

    private static readonly UInt128 Prime = new(0x0000_0000_0100_0000, 0x0000_0000_0000_013B);

    private UInt128 _state = new(0x6C62_272E_07BB_0142, 0x62B8_2175_6295_C58D);

    public static byte[] Of(KeyNode node)
    {
        if (node.Value is { } value)
        {
            return Of(value);
        }

        var digest = new DigestBuilder();
        digest.AddBelow(node);
        var octets = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(octets, digest._state);
        return octets;
    }

    private static byte[] Of(StoredValue value)
    {
        var octets = new byte[ValueBytes];
        BinaryPrimitives.WriteUInt64BigEndian(octets, value.Version);
        BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(8), value.Ticks);
        BinaryPrimitives.WriteInt32BigEndian(octets.AsSpan(16), value.Length);
        BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(20), value.Checksum);
        return octets;
    }

    private void AddBelow(KeyNode node)
    {
        foreach (var child in node.Sorted())
        {
            Add(MemoryMarshal.AsBytes(child.Name.AsSpan()));
            Add([0, (byte)child.Kind]);
            if (child.Value is { } value)
            {
                Add(Of(value));
            }
            else
            {
                AddBelow(child);

                // Where a dictionary ends, so that what lies in it is not taken for what lies beside it.
                Add([0, (byte)KeyKind.None]);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            _state = (_state ^ octet) * Prime;
        }
    }
}
