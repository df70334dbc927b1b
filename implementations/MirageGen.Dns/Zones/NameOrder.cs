using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Puts names into canonical order (RFC 4034 section 6.1).</summary>
internal static class NameOrder
{
    /// <summary>Orders names by eight octets of the label below the zone's own first: few are to be compared whole.</summary>
    /// <param name="names">Names of one zone, its own first.</param>
    /// <returns>Their numbers, in order.</returns>
    public static int[] Of(NameList names)
    {
        var keys = new ulong[names.Count];
        var order = new int[names.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = Key(names[i], names[0].Length);
        }

        Array.Sort(keys, order);
        var comparer = Comparer<int>.Create((left, right) => NameOctets.Compare(names[left], names[right]));
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(order, start, end - start, comparer);
            }

            start = end;
        }

        return order;
    }

    private static ulong Key(ReadOnlySpan<byte> name, int originLength)
    {
        if (name.Length == originLength)
        {
            return 0;
        }

        var at = 0;
        while (name.Length - at - 1 - name[at] > originLength)
        {
            at += 1 + name[at];
        }

        Span<byte> octets = stackalloc byte[NameOctets.MaxLabelOctets + sizeof(ulong)];
        octets.Clear();
        NameOctets.ToLower(name.Slice(at + 1, name[at]), octets);
        return BinaryPrimitives.ReadUInt64BigEndian(octets);
    }
}
