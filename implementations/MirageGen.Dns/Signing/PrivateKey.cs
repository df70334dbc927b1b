namespace MirageGen.Dns.Signing;

/// <summary>
/// The secret half of a key. All of it is managed code, for a target without OpenSSL; an image that reads no keys has none of it.
/// </summary>
internal abstract class PrivateKey
{
    /// <summary>The other half, as a DNSKEY record has it.</summary>
    public abstract byte[] Public { get; }

    /// <summary>Signs octets; the signature is as an RRSIG record has it.</summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> octets);
}
