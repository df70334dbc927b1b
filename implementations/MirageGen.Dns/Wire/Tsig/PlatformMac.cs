using System.Security.Cryptography;

namespace MirageGen.Dns.Wire;

/// <summary>HMAC of .NET, which on Unix is OpenSSL's.</summary>
internal sealed class PlatformMac : IMac
{
    private readonly IncrementalHash _hash;

    private PlatformMac(HashAlgorithmName name, ReadOnlySpan<byte> secret) => _hash = IncrementalHash.CreateHMAC(name, secret);

    public int Octets => _hash.HashLengthInBytes;

    /// <summary>Makes a hash.</summary>
    public static IMac Create(TsigAlgorithm algorithm, ReadOnlySpan<byte> secret) => new PlatformMac(
        algorithm switch
        {
            TsigAlgorithm.HmacSha1 => HashAlgorithmName.SHA1,
            TsigAlgorithm.HmacSha256 => HashAlgorithmName.SHA256,
            TsigAlgorithm.HmacSha384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        },
        secret);

    public void Append(ReadOnlySpan<byte> octets) => _hash.AppendData(octets);

    public void Finish(Span<byte> destination) => _hash.GetHashAndReset(destination);

    public void Dispose() => _hash.Dispose();
}
