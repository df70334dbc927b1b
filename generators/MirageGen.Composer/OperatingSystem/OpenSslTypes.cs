using System.Collections.Immutable;
using System.Linq;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.OperatingSystem;

/// <summary>
/// The types of .NET's cryptography that end in OpenSSL. Its abstract roots are not among them: a managed algorithm may
/// derive from <c>HashAlgorithm</c>.
/// </summary>
internal static class OpenSslTypes
{
    private const string Namespace = "System.Security.Cryptography.";

    private static readonly ImmutableArray<string> Names =
    [
        // Digests and codes.
        "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "SHA3_256", "SHA3_384", "SHA3_512", "Shake128", "Shake256",
        "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512", "HMACSHA3_256", "HMACSHA3_384", "HMACSHA3_512",
        "Kmac128", "Kmac256", "KmacXof128", "KmacXof256", "IncrementalHash", "HKDF", "Rfc2898DeriveBytes",

        // Ciphers.
        "Aes", "AesManaged", "AesCryptoServiceProvider", "AesGcm", "AesCcm", "ChaCha20Poly1305", "TripleDES", "DES", "RC2",

        // Signatures and key exchange.
        "RSA", "RSAOpenSsl", "RSACryptoServiceProvider", "DSA", "DSAOpenSsl", "ECDsa", "ECDsaOpenSsl",
        "ECDiffieHellman", "ECDiffieHellmanOpenSsl", "MLKem", "MLDsa", "SlhDsa",

        // Certificates.
        "X509Certificates.X509Certificate", "X509Certificates.X509Certificate2", "X509Certificates.X509CertificateLoader",
        "X509Certificates.X509Chain", "X509Certificates.X509Store", "X509Certificates.CertificateRequest",
    ];

    /// <summary>A row for each of them.</summary>
    public static ImmutableArray<ApiRule> Of(Instead instead) => instead.Of([.. Names.Select(static name => Namespace + name)]);
}
