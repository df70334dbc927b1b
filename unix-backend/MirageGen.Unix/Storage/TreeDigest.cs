using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MirageGen.Unix.Storage;

/// <summary>
/// FNV-1a with 128 bits (draft-eastlake-fnv section 5) over what a dictionary holds. It tells states of one store apart;
/// nobody gains by making two collide.
/// </summary>
internal struct TreeDigest()
{
    private static readonly UInt128 Prime = new(0x0000_0000_0100_0000, 0x0000_0000_0000_013B);

    private UInt128 _value = new(0x6C62_272E_07BB_0142, 0x62B8_2175_6295_C58D);

    /// <summary>The digest of a dictionary and everything below it.</summary>
    public static ReadOnlyMemory<byte>? Of(FileTree tree, Key key)
    {
        var digest = new TreeDigest();
        digest.AddBelow(tree, key);
        var octets = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(octets, digest._value);
        return octets;
    }

    private void AddBelow(FileTree tree, Key key)
    {
        foreach (var entry in tree.List(key))
        {
            Add(MemoryMarshal.AsBytes(entry.Key.Path.AsSpan()));
            Add([0, (byte)entry.Kind]);
            if (entry.Kind == KeyKind.Dictionary)
            {
                AddBelow(tree, entry.Key);
            }
            else
            {
                Add(tree.Find(entry.Key).Digest());
            }
        }
    }

    private void Add(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            _value = (_value ^ octet) * Prime;
        }
    }
}
