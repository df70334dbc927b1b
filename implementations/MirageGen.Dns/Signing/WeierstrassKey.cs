using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace MirageGen.Dns.Signing;

/// <summary>A key of ECDSA on P-256 with SHA-256 (RFC 6605); its signatures need no chance (RFC 6979).</summary>
internal sealed class WeierstrassKey : PrivateKey
{
    /// <summary>Its algorithm's number.</summary>
    public const byte Algorithm = 13;

    private const int ScalarOctets = 32;

    private static readonly ECDomainParameters P256 = new(CustomNamedCurves.GetByName("P-256"));

    private readonly ECPrivateKeyParameters _key;

    private WeierstrassKey(BigInteger scalar)
    {
        _key = new(scalar, P256);
        Public = P256.G.Multiply(scalar).Normalize().GetEncoded(compressed: false)[1..];
    }

    /// <inheritdoc/>
    public override byte[] Public { get; }

    /// <summary>Makes one.</summary>
    /// <param name="octets">Its secret octets, if they are as many as they should be and a number that may be one.</param>
    /// <returns>Null when they are none.</returns>
    public static WeierstrassKey? Of(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != ScalarOctets)
        {
            return null;
        }

        var scalar = new BigInteger(1, octets);
        return scalar.SignValue > 0 && scalar.CompareTo(P256.N) < 0 ? new(scalar) : null;
    }

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> octets)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(octets);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash);
        var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        signer.Init(forSigning: true, _key);
        var parts = signer.GenerateSignature(hash);
        return [.. BigIntegers.AsUnsignedByteArray(ScalarOctets, parts[0]), .. BigIntegers.AsUnsignedByteArray(ScalarOctets, parts[1])];
    }
}
