using Org.BouncyCastle.Crypto.Digests;

namespace MirageGen.Dns;

/// <summary>Hashes names as NSEC3 does (RFC 5155 section 5), one at a time.</summary>
internal sealed class NameHash
{
    /// <summary>The number of SHA-1, the only algorithm there is.</summary>
    public const byte Sha1Algorithm = 1;

    /// <summary>The octets of a hash.</summary>
    public const int Octets = 20;

    // Managed code, for a target without OpenSSL.
    private readonly Sha1Digest _sha1 = new();
    private readonly byte[] _salt;
    private readonly int _iterations;

    /// <summary>Makes one for some parameters.</summary>
    /// <param name="iterations">How often a hash is hashed again.</param>
    /// <param name="salt">What is hashed behind the name and each hash; copied.</param>
    public NameHash(int iterations, ReadOnlySpan<byte> salt)
    {
        _iterations = iterations;
        _salt = salt.ToArray();
    }

    /// <summary>Hashes a name.</summary>
    /// <param name="name">Its wire form, of either case.</param>
    /// <param name="hash">Room for <see cref="Octets"/>.</param>
    public void Compute(ReadOnlySpan<byte> name, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[NameOctets.MaxOctets + byte.MaxValue];
        NameOctets.ToLower(name, input);
        var length = name.Length;
        for (var i = 0; i <= _iterations; i++)
        {
            _salt.CopyTo(input[length..]);
            _sha1.BlockUpdate(input[..(length + _salt.Length)]);
            _sha1.DoFinal(hash);
            hash.CopyTo(input);
            length = Octets;
        }
    }
}
