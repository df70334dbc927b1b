using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Server;

/// <summary>What is answered from one zone (RFC 1034 section 4.3.2), by a zone that has something of everything.</summary>
public sealed class AnswerTests
{
    private const string Text = """
        $TTL 300
        @        SOA   ns1 host 7 3600 900 86400 60
                 NS    ns1
                 NS    ns.other.
                 MX    10 mail
        ns1      A     192.0.2.53
                 AAAA  2001:db8::53
        mail     A     192.0.2.25
        www      CNAME mail
        out      CNAME www.other.
        chain    CNAME www
        gone     CNAME nowhere
        loop1    CNAME loop2
        loop2    CNAME loop1
        a.b.c    TXT   "deep"
        *.w      A     192.0.2.77
                 MX    5 mail
        x.w      TXT   "beside the wildcard"
        _s._tcp  SRV   0 0 5060 mail
        sub      NS    ns.sub
                 NS    ns1
        ns.sub   A     192.0.2.99
        old      DNAME new
        host.new A     192.0.2.44
        far      DNAME far.away.
        many     A     192.0.2.1
        """;

    private const string Soa = "example. 60 IN SOA ns1.example. host.example. 7 3600 900 86400 60";

    private readonly TestServer _server = new(Text);

    [Fact]
    public void A_set_is_answered_with_authority()
    {
        var response = _server.Ask("mail.example.", RecordType.A);

        Assert.Equal(["mail.example. 300 IN A 192.0.2.25"], response.Answers);
        Assert.Equal(ResponseCode.NoError, response.Code);
        Assert.True(response.IsAuthoritative);
        Assert.Empty(response.Authorities);
        Assert.Empty(response.Additionals);
        Assert.Equal(HeaderFlags.RecursionDesired, response.Flags & HeaderFlags.RecursionDesired);
        Assert.False(response.HasOpt);
    }

    [Fact]
    public void The_question_is_repeated_in_its_own_case() =>
        Assert.Equal("\u0004MaIl"u8, _server.Ask(TestServer.Query("MaIl.ExAmPlE.", RecordType.A)).Slice(12, 5));

    [Fact]
    public void Addresses_come_with_what_names_hosts()
    {
        Assert.Equal(["mail.example. 300 IN A 192.0.2.25"], _server.Ask("example.", RecordType.MX).Additionals);
        Assert.Equal(["mail.example. 300 IN A 192.0.2.25"], _server.Ask("_s._tcp.example.", RecordType.Srv).Additionals);
        Assert.Equal(
            ["ns1.example. 300 IN A 192.0.2.53", "ns1.example. 300 IN AAAA 2001:db8::53"],
            _server.Ask("example.", RecordType.NS).Additionals);
    }

    [Theory]
    [InlineData("nowhere.example.", RecordType.A, ResponseCode.NameError)]
    [InlineData("a.mail.example.", RecordType.A, ResponseCode.NameError)]
    [InlineData("mail.example.", RecordType.Txt, ResponseCode.NoError)]
    [InlineData("b.c.example.", RecordType.A, ResponseCode.NoError)] // Nothing but a name below it.
    [InlineData("x.w.example.", RecordType.A, ResponseCode.NoError)] // It exists, so that the wildcard does not stand for it.
    [InlineData("a.x.w.example.", RecordType.A, ResponseCode.NameError)]
    [InlineData("y.w.example.", RecordType.Txt, ResponseCode.NoError)]
    internal void What_is_not_there_is_denied_with_the_soa(string name, RecordType type, ResponseCode code)
    {
        var response = _server.Ask(name, type);

        Assert.Equal(code, response.Code);
        Assert.Empty(response.Answers);
        Assert.Equal([Soa], response.Authorities);
        Assert.True(response.IsAuthoritative);
    }

    [Fact]
    public void Aliases_are_followed_in_the_zone()
    {
        Assert.Equal(
            ["chain.example. 300 IN CNAME www.example.", "www.example. 300 IN CNAME mail.example.", "mail.example. 300 IN A 192.0.2.25"],
            _server.Ask("chain.example.", RecordType.A).Answers);
        Assert.Equal(["out.example. 300 IN CNAME www.other."], _server.Ask("out.example.", RecordType.A).Answers);
        Assert.Equal(["chain.example. 300 IN CNAME www.example."], _server.Ask("chain.example.", RecordType.Cname).Answers);
    }

    [Fact]
    public void An_alias_of_nothing_is_a_name_error()
    {
        var response = _server.Ask("gone.example.", RecordType.A);

        Assert.Equal(["gone.example. 300 IN CNAME nowhere.example."], response.Answers);
        Assert.Equal(ResponseCode.NameError, response.Code);
        Assert.Equal([Soa], response.Authorities);
    }

    [Fact]
    public void Aliases_of_each_other_end() => Assert.InRange(_server.Ask("loop1.example.", RecordType.A).Answers.Length, 2, 16);

    [Fact]
    public void A_wildcard_stands_for_what_is_not_there()
    {
        Assert.Equal(["y.w.example. 300 IN A 192.0.2.77"], _server.Ask("y.w.example.", RecordType.A).Answers);
        Assert.Equal(["z.y.w.example. 300 IN A 192.0.2.77"], _server.Ask("z.y.w.example.", RecordType.A).Answers);

        var mail = _server.Ask("z.y.w.example.", RecordType.MX);
        Assert.Equal(["z.y.w.example. 300 IN MX 5 mail.example."], mail.Answers);
        Assert.Equal(["mail.example. 300 IN A 192.0.2.25"], mail.Additionals);
    }

    [Theory]
    [InlineData("sub.example.")]
    [InlineData("a.b.sub.example.")]
    [InlineData("ns.sub.example.")]
    public void A_delegation_is_referred_to_with_its_glue(string name)
    {
        var response = _server.Ask(name, RecordType.A);

        Assert.Equal(ResponseCode.NoError, response.Code);
        Assert.False(response.IsAuthoritative);
        Assert.Empty(response.Answers);
        Assert.Equal(["sub.example. 300 IN NS ns1.example.", "sub.example. 300 IN NS ns.sub.example."], response.Authorities.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(
            ["ns.sub.example. 300 IN A 192.0.2.99", "ns1.example. 300 IN A 192.0.2.53", "ns1.example. 300 IN AAAA 2001:db8::53"],
            response.Additionals);
    }

    [Fact]
    public void The_parent_answers_for_ds()
    {
        var response = _server.Ask("sub.example.", RecordType.DS);

        Assert.True(response.IsAuthoritative);
        Assert.Equal([Soa], response.Authorities);
    }

    [Fact]
    public void Below_a_dname_names_are_replaced()
    {
        var response = _server.Ask("host.old.example.", RecordType.A);

        Assert.Equal(
            [
                "old.example. 300 IN DNAME new.example.",
                "host.old.example. 300 IN CNAME host.new.example.",
                "host.new.example. 300 IN A 192.0.2.44",
            ],
            response.Answers);
        Assert.Equal(["old.example. 300 IN DNAME new.example."], _server.Ask("old.example.", RecordType.Dname).Answers);
        Assert.Equal(
            ["far.example. 300 IN DNAME far.away.", "x.far.example. 300 IN CNAME x.far.away."],
            _server.Ask("x.far.example.", RecordType.A).Answers);
    }

    [Fact]
    public void The_alias_that_a_dname_makes_is_an_answer()
    {
        var response = _server.Ask("host.old.example.", RecordType.Cname);

        Assert.Equal(2, response.Answers.Length);
        Assert.Empty(response.Authorities);
    }

    [Fact]
    public void A_name_that_becomes_too_long_is_told()
    {
        var label = new string('a', 60);
        var server = new TestServer($"@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\nd DNAME {label}.{label}.{label}.other.\n");

        var response = server.Ask($"{label}.{label}.d.example.", RecordType.A);

        Assert.Equal(ResponseCode.NameExists, response.Code);
        Assert.Single(response.Answers);
    }

    [Fact]
    public void Any_is_answered_with_one_set() =>
        Assert.Equal(["ns1.example. 300 IN A 192.0.2.53"], _server.Ask("ns1.example.", RecordType.Any).Answers);

    [Theory]
    [InlineData("other.", RecordType.A, RecordClass.Internet, Opcode.Query, ResponseCode.Refused)]
    [InlineData("example.", RecordType.A, RecordClass.Hesiod, Opcode.Query, ResponseCode.Refused)]
    [InlineData("version.bind.", RecordType.Txt, RecordClass.Chaos, Opcode.Query, ResponseCode.Refused)]
    [InlineData("example.", RecordType.Axfr, RecordClass.Internet, Opcode.Query, ResponseCode.Refused)]
    [InlineData("example.", RecordType.Soa, RecordClass.Internet, Opcode.Notify, ResponseCode.NotImplemented)]
    [InlineData("example.", RecordType.Soa, RecordClass.Internet, Opcode.Update, ResponseCode.NotImplemented)]
    internal void What_it_does_not_do_is_said(string name, RecordType type, RecordClass @class, Opcode opcode, ResponseCode code)
    {
        var response = _server.Ask(name, type, @class: @class, opcode: opcode);

        Assert.Equal(code, response.Code);
        Assert.False(response.IsAuthoritative);
        Assert.Empty(response.Answers);
    }
}
