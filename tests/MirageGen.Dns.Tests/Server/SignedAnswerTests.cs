namespace MirageGen.Dns.Tests.Server;

/// <summary>A zone signed with NSEC: signatures go with their sets, and what is not there is proved (RFC 4035 section 3.1).</summary>
public sealed class SignedAnswerTests
{
    private const string Text = """
        $TTL 300
        @        SOA   ns h 7 3600 900 86400 60
        @        RRSIG SOA 13 1 300 20300101000000 20200101000000 1 example. AAAA
        @        NS    ns
        @        RRSIG NS 13 1 300 20300101000000 20200101000000 1 example. AAAB
        @        NSEC  a.b NS SOA RRSIG NSEC
        @        RRSIG NSEC 13 1 60 20300101000000 20200101000000 1 example. AAAC
        a.b      A     192.0.2.1
        a.b      RRSIG A 13 3 300 20300101000000 20200101000000 1 example. AAAD
        a.b      NSEC  ns A RRSIG NSEC
        ns       A     192.0.2.53
        ns       RRSIG A 13 2 300 20300101000000 20200101000000 1 example. AAAE
        ns       NSEC  safe A RRSIG NSEC
        safe     NS    ns.safe
        safe     DS    1 13 2 00
        safe     RRSIG DS 13 2 300 20300101000000 20200101000000 1 example. AAAF
        safe     NSEC  sub NS DS RRSIG NSEC
        ns.safe  A     192.0.2.98
        sub      NS    ns.sub
        sub      NSEC  *.w NS RRSIG NSEC
        ns.sub   A     192.0.2.99
        *.w      A     192.0.2.77
        *.w      RRSIG A 13 2 300 20300101000000 20200101000000 1 example. AAAG
        *.w      NSEC  x.w A RRSIG NSEC
        x.w      TXT   "x"
        x.w      NSEC  @ TXT RRSIG NSEC
        """;

    private readonly TestServer _server = new(Text);

    [Fact]
    public void Signatures_go_with_their_sets()
    {
        Assert.Equal(
            [
                "ns.example. 300 IN A 192.0.2.53",
                "ns.example. 300 IN RRSIG A 13 2 300 20300101000000 20200101000000 1 example. AAAE",
            ],
            _server.Ask("ns.example.", RecordType.A, isDnssecOk: true).Answers);
        Assert.Equal(["ns.example. 300 IN A 192.0.2.53"], _server.Ask("ns.example.", RecordType.A, size: 1232).Answers);
    }

    [Fact]
    public void Signatures_asked_for_are_an_answer() => Assert.Equal(3, _server.Ask("example.", RecordType.Rrsig).Answers.Length);

    [Theory]
    [InlineData("ns.example.", RecordType.Txt, ResponseCode.NoError, "ns.example.")]
    [InlineData("b.example.", RecordType.A, ResponseCode.NoError, "example.")] // Nothing but a name below it.
    [InlineData("nz.example.", RecordType.A, ResponseCode.NameError, "example. ns.example.")]
    [InlineData("z.x.w.example.", RecordType.A, ResponseCode.NameError, "x.w.example.")] // One record proves both.
    [InlineData("y.w.example.", RecordType.A, ResponseCode.NoError, "x.w.example.")]
    [InlineData("b.w.example.", RecordType.Txt, ResponseCode.NoError, "*.w.example.")]
    [InlineData("a.sub.example.", RecordType.A, ResponseCode.NoError, "sub.example.")]
    [InlineData("sub.example.", RecordType.DS, ResponseCode.NoError, "sub.example.")]
    [InlineData("a.safe.example.", RecordType.A, ResponseCode.NoError, "")]
    internal void What_is_not_there_is_proved(string name, RecordType type, ResponseCode code, string owners)
    {
        var response = _server.Ask(name, type, isDnssecOk: true);

        Assert.Equal(code, response.Code);
        Assert.Equal(
            owners,
            string.Join(' ', response.Authorities
                .Where(record => record.Contains(" IN NSEC ", StringComparison.Ordinal))
                .Select(record => record[..record.IndexOf(' ', StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_safe_delegation_comes_with_its_ds() => Assert.Equal(
        [
            "safe.example. 300 IN NS ns.safe.example.",
            "safe.example. 300 IN DS 1 13 2 00",
            "safe.example. 300 IN RRSIG DS 13 2 300 20300101000000 20200101000000 1 example. AAAF",
        ],
        _server.Ask("safe.example.", RecordType.A, isDnssecOk: true).Authorities);

    [Fact]
    public void A_wildcards_signature_is_in_the_name_asked_for() => Assert.Equal(
        [
            "y.w.example. 300 IN A 192.0.2.77",
            "y.w.example. 300 IN RRSIG A 13 2 300 20300101000000 20200101000000 1 example. AAAG",
        ],
        _server.Ask("y.w.example.", RecordType.A, isDnssecOk: true).Answers);

    [Fact]
    public void The_signature_of_a_negative_soa_lives_as_long_as_it()
    {
        var authorities = _server.Ask("nowhere.example.", RecordType.A, isDnssecOk: true).Authorities;
        Assert.Contains("example. 60 IN RRSIG SOA 13 1 300 20300101000000 20200101000000 1 example. AAAA", authorities);
    }
}
