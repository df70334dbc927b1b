using System.Buffers.Binary;
namespace MirageGen.Dns.Zones;

/// <summary>The NSEC3 records of a zone, in the order of their hashes (RFC 5155 section 7.1).</summary>
internal sealed class HashedChain
{
    /// <summary>How often a name is hashed beyond the first time at most: a zone with more is refused (RFC 9276 section 3.2).</summary>
    public const int MaxIterations = 100;

    private const int IterationsAt = 2;
    private const int SaltAt = 4;

    private readonly NameHash _hash;
    private readonly NameList _names;
    private readonly int[] _chain;

    /// <summary>Makes a chain.</summary>
    /// <param name="names">The zone's names, its own first.</param>
    /// <param name="chain">The numbers of those with NSEC3 records of these parameters, in order; one at least.</param>
    /// <param name="parameters">The data of the zone's NSEC3PARAM record.</param>
    public HashedChain(NameList names, int[] chain, ReadOnlySpan<byte> parameters)
    {
        _names = names;
        _chain = chain;
        _hash = new(IterationsOf(parameters), SaltOf(parameters)[1..]);
    }

    /// <summary>How often names are hashed again, by NSEC3PARAM's or NSEC3's data.</summary>
    public static int IterationsOf(ReadOnlySpan<byte> parameters) => BinaryPrimitives.ReadUInt16BigEndian(parameters[IterationsAt..]);

    /// <summary>Whether an NSEC3 record is of the chain that NSEC3PARAM describes.</summary>
    public static bool IsOf(ReadOnlySpan<byte> record, ReadOnlySpan<byte> parameters) =>
        record[0] == NameHash.Sha1Algorithm
        && parameters[0] == NameHash.Sha1Algorithm
        && IterationsOf(record) == IterationsOf(parameters)
        && SaltOf(record).SequenceEqual(SaltOf(parameters));

    /// <summary>Finds the record of a name, or else the one that says there is none.</summary>
    /// <param name="name">A name in the zone, uncompressed.</param>
    /// <param name="isMatch">Whether it is the name's own.</param>
    /// <returns>The number of the record's owner.</returns>
    public int Find(ReadOnlySpan<byte> name, out bool isMatch)
    {
        Span<byte> owner = stackalloc byte[NameOctets.MaxOctets];
        owner = owner[..WriteOwner(name, owner)];
        var low = 0;
        var high = _chain.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (NameOctets.Compare(_names[_chain[middle]], owner) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // Before the first one stands the last: the chain is a ring.
        var found = _chain[(low == 0 ? _chain.Length : low) - 1];
        isMatch = NameOctets.Equals(_names[found], owner);
        return found;
    }

    /// <summary>Writes the name under which a name's record stands (RFC 5155 section 5).</summary>
    /// <returns>Its length.</returns>
    internal int WriteOwner(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        Span<byte> hash = stackalloc byte[NameHash.Octets];
        _hash.Compute(name, hash);
        var digits = Base32Hex.DigitCount(NameHash.Octets);
        destination[0] = (byte)digits;
        Base32Hex.Write(hash, destination[1..]);
        _names[0].CopyTo(destination[(1 + digits)..]);
        return 1 + digits + _names[0].Length;
    }

    private static ReadOnlySpan<byte> SaltOf(ReadOnlySpan<byte> parameters) => parameters.Slice(SaltAt, 1 + parameters[SaltAt]);
}
