namespace MirageGen.Dns.Tests.Wire;

/// <summary>Keys as command lines have them.</summary>
public sealed class TsigKeyTests
{
    [Fact]
    public void A_key_is_read_from_one_word()
    {
        var key = TsigKey.Parse("Transfer.Example:HMAC-SHA512:c2VjcmV0");

        Assert.Equal("transfer.example.", key.Name.ToString());
        Assert.Equal(TsigAlgorithm.HmacSha512, key.Algorithm);
        Assert.Equal("transfer.example.:hmac-sha512", key.ToString());
    }

    [Theory]
    [InlineData("c2VjcmV0", "three parts")]
    [InlineData("a:b:c:d", "three parts")]
    [InlineData(":hmac-sha256:c2VjcmV0", "no name of a key")]
    [InlineData("k:hmac-md5:c2VjcmV0", "hmac-sha1, hmac-sha224, hmac-sha256")]
    [InlineData("k:hmac-sha256:c2VjcmV0!", "not in Base64")]
    [InlineData("k:hmac-sha256:", "not in Base64")]
    public void What_is_no_key_is_told_in_one_line_without_the_secret(string text, string problem)
    {
        Assert.False(TsigKey.TryParse(text, null, out _));
        var message = Assert.Throws<FormatException>(() => TsigKey.Parse(text)).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0!", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => new MirageGen.Dns.Server.TsigKeys([TsigMessages.Key(), TsigMessages.Key(TsigAlgorithm.HmacSha1)]));
}
