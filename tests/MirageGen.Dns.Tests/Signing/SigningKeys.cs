using System.Text;

namespace MirageGen.Dns.Tests.Signing;

/// <summary>Keys of <c>example.</c> as dnssec-keygen of BIND 9.18 wrote them.</summary>
internal static class SigningKeys
{
    public const string P256Record = "; This is a zone-signing key, keyid 34157, for example.\n; Created: 20261129153725 (Sun Nov 29 15:37:25 2026)\n"
        + "example. IN DNSKEY 256 3 13 D2DKrHlOpeI72fmEFF9PWfWQsueLxX9ETU6GZLcGSmKX1upApwOksb13 NAcHUaWsQvDH44XhhfusBfZ0N0cJsQ==\n";

    public const string P256Secret = "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: b7En6JUquXTZ76W0f8++r6QSqNzmk1q2CDs/xB0Yico=\n"
        + "Created: 20261129153725\nPublish: 20261129153725\nActivate: 20261129153725\n";

    public const string EntryRecord = "example. IN DNSKEY 257 3 13 xwnvULOJ5q/020HBLG4iZgpSVdnd3CJ46afGouz8JLW5Ns1Pr3nCoHwp q9p5PPJmKFxGHmJ3bTLmSZ5sJySSsA==\n";

    public const string EntrySecret = "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: VUhEaR8ZqyQyROEp3Wxlq4Nh3g1Z5Dsj9skpR+LdfjA=\n";

    public const string EdwardsRecord = "example. IN DNSKEY 256 3 15 w0iJ8CCrCzh36dsoOt/6XC2rfCsxDtvo4g+vx1z/VkM=\n";

    public const string EdwardsSecret = "Private-key-format: v1.3\nAlgorithm: 15 (ED25519)\nPrivateKey: 3n0Dh/ZOWH3H4KmPLMA22bxOiLcaRgqXO+AbvRGGQLQ=\n";

    public static SigningKey P256 { get; } = Read(P256Record, P256Secret);

    /// <summary>A key-signing key.</summary>
    public static SigningKey Entry { get; } = Read(EntryRecord, EntrySecret);

    public static SigningKey Edwards { get; } = Read(EdwardsRecord, EdwardsSecret);

    public static SigningKey Read(string record, string secret) =>
        SigningKey.TryRead(Encoding.ASCII.GetBytes(record), Encoding.ASCII.GetBytes(secret), out var key, out var problem)
            ? key
            : throw new InvalidOperationException(problem);
}
