using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace MirageGen.Dns.Validation;

/// <summary>
/// The algorithms of signatures and digests that are validated (RFC 8624): RSA with SHA-256 and SHA-512, ECDSA on P-256 and
/// P-384, Ed25519 and Ed448. All of it is managed code, for a target without OpenSSL. SHA-1 is not believed any more (RFC 9905).
/// </summary>
internal static class SignatureAlgorithms
{
    private const byte RsaSha256 = 8;
    private const byte RsaSha512 = 10;
    private const byte EcdsaP256 = 13;
    private const byte EcdsaP384 = 14;
    private const byte Ed25519 = 15;
    private const byte Ed448 = 16;
    private const byte DigestSha256 = 2;
    private const byte DigestSha384 = 4;
    private const int LeastModulusOctets = 128;
    private const int MostModulusOctets = 512;
    private const int MostExponentOctets = 8;

    /// <summary>Whether signatures by an algorithm can be verified.</summary>
    public static bool Knows(byte algorithm) => algorithm is RsaSha256 or RsaSha512 or EcdsaP256 or EcdsaP384 or Ed25519 or Ed448;

    /// <summary>Whether a DS record's digest can be compared.</summary>
    public static bool KnowsDigest(byte type) => type is DigestSha256 or DigestSha384;

    /// <summary>Whether a digest is that of octets.</summary>
    public static bool IsDigest(byte type, ReadOnlySpan<byte> octets, ReadOnlySpan<byte> digest)
    {
        IDigest hash = type == DigestSha384 ? new Sha384Digest() : new Sha256Digest();
        Span<byte> own = stackalloc byte[hash.GetDigestSize()];
        hash.BlockUpdate(octets);
        hash.DoFinal(own);
        return own.SequenceEqual(digest);
    }

    /// <summary>Verifies a signature. A malformed key or signature verifies nothing.</summary>
    public static bool Verify(byte algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        try
        {
            return algorithm switch
            {
                RsaSha256 => VerifyRsa(new Sha256Digest(), key, signed, signature),
                RsaSha512 => VerifyRsa(new Sha512Digest(), key, signed, signature),
                EcdsaP256 => VerifyEcdsa("P-256", new Sha256Digest(), key, signed, signature),
                EcdsaP384 => VerifyEcdsa("P-384", new Sha384Digest(), key, signed, signature),
                Ed25519 when key.Length == Ed25519PublicKeyParameters.KeySize =>
                    Verify(new Ed25519Signer(), new Ed25519PublicKeyParameters(key), signed, signature),
                Ed448 when key.Length == Ed448PublicKeyParameters.KeySize =>
                    Verify(new Ed448Signer([]), new Ed448PublicKeyParameters(key), signed, signature),
                _ => false,
            };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or CryptoException or InvalidOperationException or ArithmeticException)
        {
            return false;
        }
    }

    private static bool Verify(ISigner signer, ICipherParameters key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        signer.Init(forSigning: false, key);
        signer.BlockUpdate(signed);
        return signer.VerifySignature(signature.ToArray());
    }

    /// <summary>Verifies by RSA (RFC 3110 section 2, RFC 5702).</summary>
    private static bool VerifyRsa(IDigest digest, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (key.Length < 3)
        {
            return false;
        }

        var (at, length) = key[0] != 0 ? (1, key[0]) : (3, (key[1] << 8) | key[2]);
        if (length is 0 or > MostExponentOctets || key.Length - at - length is < LeastModulusOctets or > MostModulusOctets)
        {
            return false;
        }

        var exponent = new BigInteger(1, key.Slice(at, length));
        var modulus = new BigInteger(1, key[(at + length)..]);
        return Verify(new RsaDigestSigner(digest), new RsaKeyParameters(isPrivate: false, modulus, exponent), signed, signature);
    }

    /// <summary>Verifies by ECDSA (RFC 6605 section 4).</summary>
    private static bool VerifyEcdsa(
        string curve, IDigest digest, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var octets = digest.GetDigestSize();
        if (key.Length != 2 * octets || signature.Length != 2 * octets)
        {
            return false;
        }

        var parameters = NistNamedCurves.GetByName(curve);
        var domain = new ECDomainParameters(parameters);
        Span<byte> encoded = stackalloc byte[1 + key.Length];
        encoded[0] = 4;
        key.CopyTo(encoded[1..]);
        Span<byte> hash = stackalloc byte[octets];
        digest.BlockUpdate(signed);
        digest.DoFinal(hash);
        var signer = new ECDsaSigner();
        signer.Init(forSigning: false, new ECPublicKeyParameters(parameters.Curve.DecodePoint(encoded.ToArray()), domain));
        return signer.VerifySignature(
            hash.ToArray(), new BigInteger(1, signature[..octets]), new BigInteger(1, signature[octets..]));
    }
}
