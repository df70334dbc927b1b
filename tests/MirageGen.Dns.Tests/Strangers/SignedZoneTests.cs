using System.Globalization;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>
/// Our answers from a zone that BIND's tools have signed, in the eyes of strangers: delv (Debian's bind9-dnsutils) validates
/// them, and ldns-verify-zone (ldnsutils) and named-checkzone (bind9-utils) the zone that dig fetches from us.
/// </summary>
public sealed class SignedZoneTests : IDisposable
{
    private const string Origin = "example.";
    private const int Groups = 5;

    private static readonly DnsServerOptions Options = new() { Transfers = [ClientRule.Parse("127.0.0.0/8")] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-signed-");
    private readonly SigningTool _tool = new();

    public void Dispose()
    {
        _tool.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-3 ab")]
    public void What_is_fetched_from_us_is_verified(string chain)
    {
        using var server = OurServer.Start(TestServer.ReadZone(Sign(chain).Text), Options);
        var file = Path.Combine(_folder.FullName, "fetched.zone");
        File.WriteAllText(file, Shell.Run(
            "dig", "@127.0.0.1", "-p", Text(server.Port), "+nocmd", "+nocomments", "+nostats", "+onesoa", Origin, "AXFR").Succeeded());

        Assert.Contains("Zone is verified and complete", Shell.Run("ldns-verify-zone", file).Succeeded(), StringComparison.Ordinal);
        Assert.Contains("OK", Shell.Run("named-checkzone", Origin, file).Succeeded(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "h1.example.", "A", "198.51.100.1")]
    [InlineData("", "cc2.example.", "AAAA", "2001:db8::c")]
    [InlineData("", "any.w3.example.", "TXT", "\"wild\"")]
    [InlineData("", "x.t1.example.", "A", "203.0.113.1")]
    [InlineData("-3 ab", "h1.example.", "MX", "10 mail.example.")]
    [InlineData("-3 ab", "any.w3.example.", "A", "203.0.113.3")]
    public void Delv_validates_what_there_is(string chain, string name, string type, string data)
    {
        var output = Delv(chain, name, type);
        Assert.Contains("; fully validated", output, StringComparison.Ordinal);
        Assert.Contains(data, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "none.example.", "ncache nxdomain")]
    [InlineData("", "e1.example.", "ncache nxrrset")]
    [InlineData("-3 ab", "none.example.", "ncache nxdomain")]
    [InlineData("-3 ab", "h1.example.", "ncache nxrrset")]
    public void Delv_validates_what_there_is_not(string chain, string name, string word)
    {
        var output = Delv(chain, name, "HINFO");
        Assert.Contains("; negative response, fully validated", output, StringComparison.Ordinal);
        Assert.Contains(word, output, StringComparison.Ordinal);
    }

    private string Delv(string chain, string name, string type)
    {
        var (text, delegation) = Sign(chain);
        using var server = OurServer.Start(TestServer.ReadZone(text), Options);
        return DelvTool.Ask(server.Port, Origin, delegation, name, type);
    }

    private (string Text, string Delegation) Sign(string chain) => _tool.Sign(Origin, GeneratedZone.Write(Groups), chain: chain);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
