using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Signing;

public sealed class SigningKeyTests
{
    [Fact]
    public void What_strangers_wrote_is_read()
    {
        Assert.Equal((34157, 13, false), (SigningKeys.P256.Tag, SigningKeys.P256.Algorithm, SigningKeys.P256.IsEntryPoint));
        Assert.Equal((1417, 13, true), (SigningKeys.Entry.Tag, SigningKeys.Entry.Algorithm, SigningKeys.Entry.IsEntryPoint));
        Assert.Equal((354, 15, false), (SigningKeys.Edwards.Tag, SigningKeys.Edwards.Algorithm, SigningKeys.Edwards.IsEntryPoint));
        Assert.Equal("example.", SigningKeys.Edwards.Zone.ToString());
    }

    [Theory]
    [InlineData("", SigningKeys.P256Secret, "there is no DNSKEY record")]
    [InlineData("example. IN DNSKEY 256 3 13 D2D", SigningKeys.P256Secret, "line 1, column")]
    [InlineData("example. IN DNSKEY 0 3 13 D2DKrHlOpeI72fmEFF9PWfWQsueLxX9ETU6GZLcGSmKX1upApwOksb13 NAcHUaWsQvDH44XhhfusBfZ0N0cJsQ==", SigningKeys.P256Secret, "is not of a zone's key")]
    [InlineData("example. IN DNSKEY 256 3 8 AwEAAQ==", SigningKeys.P256Secret, "its algorithm is 8; zones are signed by 13")]
    [InlineData(SigningKeys.P256Record, "", "it is no private key")]
    [InlineData(SigningKeys.P256Record, SigningKeys.EdwardsSecret, "is not for the algorithm 13")]
    [InlineData(SigningKeys.P256Record, SigningKeys.EntrySecret, "is of another key")]
    [InlineData(SigningKeys.P256Record, "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\n", "is no key of the algorithm 13")]
    [InlineData(SigningKeys.P256Record, "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "is no key of the algorithm 13")]
    [InlineData(SigningKeys.P256Record, "Private-key-format: v1.3\nAlgorithm: 13\nPrivateKey: //////////////////////////////////////////8=\n", "is no key of the algorithm 13")]
    [InlineData(SigningKeys.EdwardsRecord, "Private-key-format: v1.3\nAlgorithm: 15\nPrivateKey: AAAA\n", "is no key of the algorithm 15")]
    public void What_is_no_key_is_told(string record, string secret, string problem)
    {
        Assert.False(SigningKey.TryRead(Encoding.ASCII.GetBytes(record), Encoding.ASCII.GetBytes(secret), out var key, out var told));
        Assert.Null(key);
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told);
    }

    [Fact]
    public void Whatever_the_files_hold_reading_ends()
    {
        var random = new SeededRandom(5);
        for (var i = 0; i < 2000; i++)
        {
            var record = Encoding.ASCII.GetBytes(SigningKeys.EdwardsRecord);
            var secret = Encoding.ASCII.GetBytes(SigningKeys.EdwardsSecret);
            record[random.NextInt32(record.Length)] = (byte)random.NextInt32(256);
            secret[random.NextInt32(secret.Length)] = (byte)random.NextInt32(256);
            if (!SigningKey.TryRead(record, secret, out _, out var problem))
            {
                Assert.NotEmpty(problem);
            }
        }
    }
}
