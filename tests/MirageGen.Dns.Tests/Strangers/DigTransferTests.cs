using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>dig of BIND and kdig of Knot fetch zones from us, with a key and without (Debian's bind9-dnsutils and knot-dnsutils).</summary>
public sealed class DigTransferTests
{
    private const string Secret = "transfer.example:hmac-sha256:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static readonly string[] Parts = Secret.Split(':');

    private static readonly DnsServerOptions Open = new() { Keys = [TsigKey.Parse(Secret)], Transfers = [ClientRule.Parse("127.0.0.0/8")] };
    private static readonly DnsServerOptions Keyed = Open with { Transfers = [ClientRule.Parse("127.0.0.1+key:transfer.example")] };

    [Theory]
    [InlineData("dig", false)]
    [InlineData("dig", true)]
    [InlineData("kdig", false)]
    [InlineData("kdig", true)]
    public void A_whole_zone_is_fetched(string program, bool isSigned)
    {
        var zone = TestServer.ReadZone(GeneratedZone.Write(200));
        using var server = OurServer.Start(zone, isSigned ? Keyed : Open);
        var records = Dig(program, server, isSigned, "example.", "AXFR");

        Assert.Equal(records[0], records[^1]);
        Assert.Equal(ZoneLines.Of(zone).Select(StrangeClient.Folded).Order(StringComparer.Ordinal), records[1..].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("dig", false)]
    [InlineData("dig", true)]
    [InlineData("kdig", true)]
    public void What_has_changed_is_fetched(string program, bool isSigned)
    {
        var text = GeneratedZone.Write(50);
        var first = TestServer.ReadZone(text);
        var second = TestServer.ReadZone($"{text.Replace("hostmaster 1 ", "hostmaster 2 ", StringComparison.Ordinal)}new A 192.0.2.200\n").After(first);
        using var server = OurServer.Start(second, isSigned ? Keyed : Open);
        var records = Dig(program, server, isSigned, "example.", "IXFR=1");

        Assert.Equal(5, records.Length);
        Assert.Equal("new.example. 300 IN A 192.0.2.200", records[3]);
        Assert.Contains(" hostmaster.example. 1 ", records[1], StringComparison.Ordinal);
        Assert.Single(Dig(program, server, isSigned, "example.", "IXFR=2"));
    }

    [Theory]
    [InlineData("dig")]
    [InlineData("kdig")]
    public void Without_the_key_there_is_no_transfer(string program)
    {
        using var server = OurServer.Start(TestServer.ReadZone(GeneratedZone.Write(1)), Keyed);
        Assert.Empty(Dig(program, server, isSigned: false, "example.", "AXFR"));
    }

    private static string[] Dig(string program, OurServer server, bool isSigned, params string[] question) =>
        StrangeClient.Dig(program, server.Port, isSigned ? $"{Parts[1]}:{Parts[0]}:{Parts[2]}" : null, question);
}
