using MirageGen.Dns.Tests.Wire;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>Whom a server allows something.</summary>
public sealed class ClientRuleTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.77", false, true)]
    [InlineData("192.0.2.0/24", "192.0.3.77", true, false)]
    [InlineData("192.0.2.77", "192.0.2.77", false, true)]
    [InlineData("192.0.2.77", "192.0.2.78", false, false)]
    [InlineData("2001:db8::/32", "2001:db8::1", false, true)]
    [InlineData("2001:db8::/32", "192.0.2.77", false, false)]
    [InlineData("key:KEY.example", "192.0.2.77", true, true)]
    [InlineData("key:key.example", "192.0.2.77", false, false)]
    [InlineData("key:other.example", "192.0.2.77", true, false)]
    [InlineData("192.0.2.0/24+key:key.example", "192.0.2.77", true, true)]
    [InlineData("192.0.2.0/24+key:key.example", "192.0.3.77", true, false)]
    [InlineData("192.0.2.0/24+key:key.example", "192.0.2.77", false, false)]
    public void A_rule_allows_whom_it_names(string rule, string address, bool isSigned, bool isAllowed)
    {
        var parsed = ClientRule.Parse(rule);
        Assert.Equal(isAllowed, ClientRule.Allows([parsed], IpAddress.Parse(address), isSigned ? TsigMessages.Key() : null));
        Assert.Equal(parsed, ClientRule.Parse(parsed.ToString()));
        Assert.False(ClientRule.Allows([], IpAddress.Parse(address), TsigMessages.Key()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.0/33")]
    [InlineData("key:")]
    [InlineData("key:a..b")]
    [InlineData("192.0.2.1+192.0.2.2")]
    [InlineData("192.0.2.1+")]
    [InlineData("key:a+key:b")]
    public void What_says_nothing_of_clients_is_told(string rule)
    {
        Assert.False(ClientRule.TryParse(rule, null, out _));
        Assert.Contains("192.0.2.0/24", Assert.Throws<FormatException>(() => ClientRule.Parse(rule)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Updates_without_a_key_or_a_journal_are_no_options()
    {
        var journal = new ZoneJournal(new TestKit.MemoryStore(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DnsServerOptions { Updates = [ClientRule.Parse("192.0.2.1")], Journal = journal }.Validate());
        Assert.Throws<ArgumentOutOfRangeException>(() => new DnsServerOptions { Updates = [ClientRule.Of(TsigMessages.Key())] }.Validate());
        new DnsServerOptions { Updates = [ClientRule.Of(TsigMessages.Key())], Journal = journal }.Validate();
    }
}
