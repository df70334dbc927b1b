using System.Text;

namespace MirageGen.Storage.Log;

/// <summary>What keys cost.</summary>
/// <param name="DiskOctets">Entries, keys and values in a log that holds nothing else.</param>
/// <param name="MemoryOctets">Memory for the index, measured and rounded up.</param>
internal readonly record struct KeyWeight(long DiskOctets, long MemoryOctets)
{
    private const int ValueMemory = 256;
    private const int DictionaryMemory = 384;

    public static KeyWeight operator +(KeyWeight left, KeyWeight right) =>
        new(left.DiskOctets + right.DiskOctets, left.MemoryOctets + right.MemoryOctets);

    public static KeyWeight operator -(KeyWeight left, KeyWeight right) =>
        new(left.DiskOctets - right.DiskOctets, left.MemoryOctets - right.MemoryOctets);

    /// <summary>Of a dictionary without what is in it.</summary>
    public static KeyWeight OfDictionary(int nameLength) => new(0, DictionaryMemory + (nameLength * sizeof(char)));

    /// <summary>Of a node and all below it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="nameLength">Of its last segment, in characters: a node that is about to be moved still has its old one.</param>
    /// <param name="keyBytes">Of its whole key, in UTF-8.</param>
    public static KeyWeight Of(KeyNode node, int nameLength, int keyBytes)
    {
        if (node.Value is { } value)
        {
            return new(LogLayout.EntryBytes + keyBytes + value.Length, ValueMemory + (nameLength * sizeof(char)));
        }

        var weight = OfDictionary(nameLength);
        foreach (var child in node.Children!.Values)
        {
            weight += Of(child, child.Name.Length, keyBytes + 1 + Encoding.UTF8.GetByteCount(child.Name));
        }

        return weight;
    }
}
