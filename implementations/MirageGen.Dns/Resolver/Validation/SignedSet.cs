using System.Buffers.Binary;
using MirageGen.Dns.Resolver;

namespace MirageGen.Dns.Validation;

/// <summary>The octets of a set that a signature is made of (RFC 4034 section 3.1.8.1).</summary>
internal static class SignedSet
{
    private static readonly byte[] Wildcard = [1, (byte)'*'];

    /// <summary>Writes them.</summary>
    /// <param name="set">The records.</param>
    /// <param name="signature">The signature, whose labels are no more than the owner's.</param>
    public static byte[] Write(RecordSet set, SignatureView signature)
    {
        var owner = OwnerOf(set.Owner, signature.Labels);
        var records = Canonical(set);
        var total = signature.Head.Length;
        records.ForEach(record => total += owner.Length + 10 + record.Length);
        var octets = new byte[total];
        signature.Head.CopyTo(octets);
        NameOctets.ToLower(signature.Signer, octets.AsSpan(SignatureView.FixedOctets));
        var rest = octets.AsSpan(signature.Head.Length);
        foreach (var record in records)
        {
            owner.CopyTo(rest);
            rest = rest[owner.Length..];
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)set.Type);
            BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)RecordClass.Internet);
            BinaryPrimitives.WriteUInt32BigEndian(rest[4..], signature.OriginalTtl);
            BinaryPrimitives.WriteUInt16BigEndian(rest[8..], (ushort)record.Length);
            record.CopyTo(rest[10..]);
            rest = rest[(10 + record.Length)..];
        }

        return octets;
    }

    /// <summary>The name that was signed: a wildcard when that has fewer labels.</summary>
    private static byte[] OwnerOf(DomainName owner, int labels)
    {
        var name = owner.ToCanonical();
        var excess = CountedLabels(owner) - labels;
        if (excess <= 0)
        {
            return name.Octets.ToArray();
        }

        while (name.LabelCount > labels)
        {
            name = name.Parent!;
        }

        return [.. Wildcard, .. name.Octets];
    }

    /// <summary>How many labels a signature counts of an owner: an asterisk in front is none (RFC 4034 section 3.1.3).</summary>
    public static int CountedLabels(DomainName owner) => owner.LabelCount - (owner.IsWildcard ? 1 : 0);

    /// <summary>The records in their canonical form and order, each once (RFC 4034 section 6.3).</summary>
    private static List<byte[]> Canonical(RecordSet set)
    {
        var records = set.Data.ConvertAll(data =>
        {
            var copy = new byte[data.Length];
            Rdata.CopyCanonical(set.Type, RecordClass.Internet, data, copy);
            return copy;
        });
        records.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        for (var i = records.Count - 1; i > 0; i--)
        {
            if (records[i].AsSpan().SequenceEqual(records[i - 1]))
            {
                records.RemoveAt(i);
            }
        }

        return records;
    }
}
