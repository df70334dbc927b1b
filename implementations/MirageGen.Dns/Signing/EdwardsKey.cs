using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace MirageGen.Dns.Signing;

/// <summary>A key of Ed25519 (RFC 8080).</summary>
internal sealed class EdwardsKey : PrivateKey
{
    /// <summary>Its algorithm's number.</summary>
    public const byte Algorithm = 15;

    private readonly Ed25519PrivateKeyParameters _key;

    private EdwardsKey(ReadOnlySpan<byte> seed)
    {
        _key = new(seed);
        Public = _key.GeneratePublicKey().GetEncoded();
    }

    /// <inheritdoc/>
    public override byte[] Public { get; }

    /// <summary>Makes one.</summary>
    /// <param name="octets">Its secret octets, if they are as many as they should be.</param>
    /// <returns>Null when they are none.</returns>
    public static EdwardsKey? Of(ReadOnlySpan<byte> octets) => octets.Length == Ed25519PrivateKeyParameters.KeySize ? new(octets) : null;

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> octets)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(octets);
        return signer.GenerateSignature();
    }
}
