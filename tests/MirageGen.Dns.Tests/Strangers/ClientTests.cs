using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsServer example asked by dig, kdig, drill and dnsperf.</summary>
[Collection(nameof(PublishedServer))]
public sealed class ClientTests(PublishedServer server)
{
    [Theory]
    [InlineData("www.example.org", "A", "192.0.2.80\n")]
    [InlineData("WWW.eXample.org", "AAAA", "2001:db8::80\n")]
    [InlineData("blog.example.org", "A", "www.example.org.\n192.0.2.80\n")]
    [InlineData("any.apps.example.org", "A", "192.0.2.81\n")]
    [InlineData("x.old.example.org", "A", "apps.example.org.\nx.apps.example.org.\n192.0.2.81\n")]
    [InlineData("example.org", "MX", "10 mail.example.org.\n")]
    [InlineData("_sip._tcp.example.org", "SRV", "0 0 5060 mail.example.org.\n")]
    [InlineData("www.example.org", "HTTPS", "1 . alpn=\"h2\"\n")]
    [InlineData("nowhere.example.org", "A", "")]
    public void Dig_has_the_answer_over_UDP_and_TCP(string name, string type, string answer)
    {
        Assert.Equal(answer, Dig("+short", name, type));
        Assert.Equal(answer, Dig("+short", "+tcp", name, type));
    }

    [Fact]
    public void Dig_sees_what_is_authoritative_and_what_is_delegated()
    {
        Assert.Contains("flags: qr aa;", Dig("+norec", "www.example.org"), StringComparison.Ordinal);
        var referral = Dig("+norec", "host.lab.example.org");
        Assert.Contains("flags: qr;", referral, StringComparison.Ordinal);
        Assert.Contains("ns.lab.example.org.\t3600\tIN\tA\t203.0.113.53", referral, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.example.org", "A", "NXDOMAIN")]
    [InlineData("example.com", "A", "REFUSED")]
    [InlineData("example.org", "AXFR", "Transfer failed")]
    public void Dig_is_told_what_there_is_not(string name, string type, string word) =>
        Assert.Contains(word, Dig(name, type), StringComparison.Ordinal);

    [Fact]
    public void Dig_takes_our_cookie_for_good() =>
        Assert.Contains("(good)", Dig("+cookie", "www.example.org"), StringComparison.Ordinal);

    [Fact]
    public void Kdig_gets_padding_over_TCP_and_keeps_the_connection()
    {
        var answer = Ask("kdig", "@127.0.0.1", "-p", server.Port, "+tcp", "+keepopen", "+padding", "www.example.org", "A", "www.example.org", "AAAA");
        Assert.Contains("192.0.2.80", answer, StringComparison.Ordinal);
        Assert.Contains("2001:db8::80", answer, StringComparison.Ordinal);
        Assert.Contains("PADDING:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Drill_has_the_answer() =>
        Assert.Contains("192.0.2.80", Ask("drill", "-p", server.Port, "www.example.org", "@127.0.0.1"), StringComparison.Ordinal);

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public void Dnsperf_loses_no_query_of_twenty_thousand(string mode)
    {
        var questions = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(questions, Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"h{i}.apps.example.org A")));
            var report = Ask("dnsperf", "-s", "127.0.0.1", "-p", server.Port, "-m", mode, "-d", questions, "-n", "1", "-c", "4", "-q", "100", "-t", "30");
            Assert.Contains("Queries completed:    20000 (100.00%)", report, StringComparison.Ordinal);
            Assert.Contains("NOERROR 20000 (100.00%)", report, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(questions);
        }
    }

    [Fact]
    public void Bad_arguments_are_one_line_and_an_exit_code()
    {
        using var unknown = server.Start("--port", LoopbackPort.Free().ToString(CultureInfo.InvariantCulture), "--zone", "example.net");
        Assert.Equal(1, unknown.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Contains("there is no zone 'example.net' in this image", unknown.Console, StringComparison.Ordinal);
        using var taken = server.Start("--port", server.Port);
        Assert.Equal(1, taken.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Contains(server.Port, taken.Console, StringComparison.Ordinal);
    }

    private string Dig(params string[] arguments) => Ask("dig", ["@127.0.0.1", "-p", server.Port, .. arguments]);

    private static string Ask(string program, params string[] arguments) => Shell.Run(program, arguments).Succeeded();
}
