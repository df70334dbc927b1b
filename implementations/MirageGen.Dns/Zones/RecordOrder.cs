namespace MirageGen.Dns.Zones;

/// <summary>Puts a zone's records into the order of names, then of types, each set's signatures behind it; then of data.</summary>
internal static class RecordOrder
{
    /// <summary>Orders records, and leaves out what is there twice (RFC 2181 section 5.5).</summary>
    /// <param name="records">In whatever order.</param>
    /// <param name="names">The numbers of names, in order.</param>
    /// <param name="data">Where the records' data is.</param>
    public static StagedRecord[] Of(List<StagedRecord> records, int[] names, ReadOnlyMemory<byte> data)
    {
        var ranks = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            ranks[names[i]] = i;
        }

        var keys = new ulong[records.Count];
        var sorted = records.ToArray();
        for (var i = 0; i < sorted.Length; i++)
        {
            var isSignature = sorted[i].Type == RecordType.Rrsig ? 1UL : 0;
            keys[i] = ((ulong)ranks[sorted[i].Name] << 17) | ((ulong)sorted[i].Covered << 1) | isSignature;
        }

        Array.Sort(keys, sorted);
        return OrderData(keys, sorted, data);
    }

    private static StagedRecord[] OrderData(ulong[] keys, StagedRecord[] sorted, ReadOnlyMemory<byte> data)
    {
        var comparer = Comparer<StagedRecord>.Create((left, right) => CompareData(left, right, data.Span));
        var kept = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && keys[end] == keys[start])
            {
                end++;
            }

            Array.Sort(sorted, start, end - start, comparer);
            for (var i = start; i < end; i++)
            {
                if (i == start || CompareData(sorted[i - 1], sorted[i], data.Span) != 0)
                {
                    sorted[kept++] = sorted[i];
                }
            }

            start = end;
        }

        return sorted[..kept];
    }

    /// <summary>Compares by the canonical form (RFC 4034 section 6.3).</summary>
    private static int CompareData(in StagedRecord left, in StagedRecord right, ReadOnlySpan<byte> data)
    {
        const int StackOctets = 1024;
        var length = left.DataLength + right.DataLength;
        Span<byte> room = length <= StackOctets ? stackalloc byte[StackOctets] : new byte[length];
        var first = room[..left.DataLength];
        var second = room.Slice(left.DataLength, right.DataLength);
        Rdata.CopyCanonical(left.Type, RecordClass.Internet, data.Slice(left.DataAt, left.DataLength), first);
        Rdata.CopyCanonical(right.Type, RecordClass.Internet, data.Slice(right.DataAt, right.DataLength), second);
        return first.SequenceCompareTo(second);
    }
}
