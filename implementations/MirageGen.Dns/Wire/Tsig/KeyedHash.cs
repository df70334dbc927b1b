using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace MirageGen.Dns.Wire;

/// <summary>
/// A keyed hash under way (HMAC, RFC 2104): BouncyCastle's, which is managed code and needs no OpenSSL. Once made it takes
/// in and gives out without allocating.
/// </summary>
internal sealed class KeyedHash
{
    private readonly HMac _mac;

    /// <summary>Begins one.</summary>
    /// <param name="algorithm">Which hash.</param>
    /// <param name="secret">The key; copied.</param>
    public KeyedHash(TsigAlgorithm algorithm, ReadOnlySpan<byte> secret)
    {
        _mac = new(DigestOf(algorithm));
        _mac.Init(new KeyParameter(secret));
    }

    /// <summary>The length of its result.</summary>
    public int Octets => _mac.GetMacSize();

    /// <summary>Takes in more.</summary>
    public void Append(ReadOnlySpan<byte> octets) => _mac.BlockUpdate(octets);

    /// <summary>Writes the result, and begins again under the same key.</summary>
    /// <param name="destination">Room for <see cref="Octets"/>.</param>
    public void Finish(Span<byte> destination) => _mac.DoFinal(destination);

    /// <summary>Begins again under the same key.</summary>
    public void Reset() => _mac.Reset();

    private static IDigest DigestOf(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha1 => new Sha1Digest(),
        TsigAlgorithm.HmacSha224 => new Sha224Digest(),
        TsigAlgorithm.HmacSha256 => new Sha256Digest(),
        TsigAlgorithm.HmacSha384 => new Sha384Digest(),
        _ => new Sha512Digest(),
    };
}
