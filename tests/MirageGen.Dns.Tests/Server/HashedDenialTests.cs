using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Tests.Server;

/// <summary>The examples of RFC 5155 appendix B: which NSEC3 records prove what is not there.</summary>
public sealed class HashedDenialTests
{
    private const string Parameters = "1 0 12 aabbccdd";

    private const string Text = """
        $TTL 3600
        @       SOA    ns1 bugs.x.w 1 3600 300 3600000 3600
                RRSIG  SOA 7 1 3600 20150420235959 20051021000000 40430 example. AAAA
                NS     ns1
                NS     ns2
                MX     1 xx
                NSEC3PARAM 1 0 12 aabbccdd
        a       NS     ns1.a
                NS     ns2.a
                DS     58470 5 1 3079F1593EBAD6DC121E202A8B766A6A4837206C
        ns1.a   A      192.0.2.5
        ns2.a   A      192.0.2.6
        ai      A      192.0.2.9
                AAAA   2001:db8::f00:baa9
        c       NS     ns1.c
        ns1.c   A      192.0.2.7
        ns1     A      192.0.2.1
        ns2     A      192.0.2.2
        *.w     MX     1 ai
        x.w     MX     1 xx
        x.y.w   MX     1 xx
        xx      A      192.0.2.10
        0p9mhaveqvm6t7vbl5lop2u3t2rp3tom NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX NS SOA NSEC3PARAM RRSIG
        2t7b4g4vsa5smi47k61mv5bv1a22bojr NSEC3 1 1 12 aabbccdd 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG
        2vptu5timamqttgl4luu9kg21e0aor3s NSEC3 1 1 12 aabbccdd 35mthgpgcu1qg68fab165klnsnk3dpvl MX RRSIG
        35mthgpgcu1qg68fab165klnsnk3dpvl NSEC3 1 1 12 aabbccdd b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG
        b4um86eghhds6nea196smvmlo4ors995 NSEC3 1 1 12 aabbccdd gjeqe526plbf1g8mklp59enfd789njgi MX RRSIG
        gjeqe526plbf1g8mklp59enfd789njgi NSEC3 1 1 12 aabbccdd ji6neoaepv8b5o6k4ev33abha8ht9fgc A AAAA RRSIG
        ji6neoaepv8b5o6k4ev33abha8ht9fgc NSEC3 1 1 12 aabbccdd k8udemvp1j2f7eg6jebps17vp3n8i58h
        k8udemvp1j2f7eg6jebps17vp3n8i58h NSEC3 1 1 12 aabbccdd q04jkcevqvmu85r014c7dkba38o0ji5r
        q04jkcevqvmu85r014c7dkba38o0ji5r NSEC3 1 1 12 aabbccdd r53bq7cc2uvmubfu5ocmm6pers9tk9en A RRSIG
        r53bq7cc2uvmubfu5ocmm6pers9tk9en NSEC3 1 1 12 aabbccdd t644ebqk9bibcna874givr6joj62mlhv MX RRSIG
        t644ebqk9bibcna874givr6joj62mlhv NSEC3 1 1 12 aabbccdd 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A RRSIG
        """;

    private readonly TestServer _server = new(Text);

    [Theory]
    [InlineData("example.", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom")]
    [InlineData("a.example.", "35mthgpgcu1qg68fab165klnsnk3dpvl")]
    [InlineData("ai.example.", "gjeqe526plbf1g8mklp59enfd789njgi")]
    [InlineData("ns1.example.", "2t7b4g4vsa5smi47k61mv5bv1a22bojr")]
    [InlineData("*.w.EXAMPLE.", "r53bq7cc2uvmubfu5ocmm6pers9tk9en")]
    [InlineData("x.y.w.example.", "2vptu5timamqttgl4luu9kg21e0aor3s")]
    [InlineData("xx.example.", "t644ebqk9bibcna874givr6joj62mlhv")]
    public void Names_are_hashed_as_in_appendix_A(string name, string hash)
    {
        var names = new NameList();
        names.Add(DomainName.Parse("example.").Octets);
        var chain = new HashedChain(names, [0], ResourceRecord.Parse(DomainName.Root, RecordType.Nsec3Param, 0, Parameters).Data);
        var owner = new byte[NameOctets.MaxOctets];
        var length = chain.WriteOwner(DomainName.Parse(name).Octets, owner);

        Assert.True(DomainName.TryRead(owner.AsSpan(0, length), out var read));
        Assert.Equal(DomainName.Parse($"{hash}.example."), read);
    }

    [Theory]
    [InlineData("a.c.x.w.example.", RecordType.A, ResponseCode.NameError, "0p9m b4um 35mt")] // B.1
    [InlineData("ns1.example.", RecordType.MX, ResponseCode.NoError, "2t7b")] // B.2
    [InlineData("y.w.example.", RecordType.A, ResponseCode.NoError, "ji6n")] // B.2.1
    [InlineData("mc.c.example.", RecordType.MX, ResponseCode.NoError, "0p9m 35mt")] // B.3
    [InlineData("a.z.w.example.", RecordType.MX, ResponseCode.NoError, "q04j")] // B.4
    [InlineData("a.z.w.example.", RecordType.Aaaa, ResponseCode.NoError, "k8ud q04j r53b")] // B.5
    [InlineData("example.", RecordType.DS, ResponseCode.NoError, "0p9m")] // B.6
    [InlineData("c.example.", RecordType.DS, ResponseCode.NoError, "0p9m 35mt")] // Section 7.2.4.
    [InlineData("b.a.example.", RecordType.A, ResponseCode.NoError, "")] // Its DS is there.
    internal void The_records_of_appendix_B_prove_it(string name, RecordType type, ResponseCode code, string proofs)
    {
        var response = _server.Ask(name, type, isDnssecOk: true, isStream: true);

        Assert.Equal(code, response.Code);
        Assert.Equal(Sorted(proofs.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Sorted(Proofs(response)));
    }

    [Fact]
    public void A_hash_is_no_name() =>
        Assert.Equal(ResponseCode.NameError, _server.Ask("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example.", RecordType.Nsec3).Code);

    [Fact]
    public void Who_does_not_ask_for_proofs_gets_none() => Assert.Single(_server.Ask("a.c.x.w.example.", RecordType.A).Authorities);

    [Fact]
    public void Too_many_iterations_are_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => new TestServer("@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n@ NSEC3PARAM 1 0 101 -\n"));
        Assert.Contains("sign the zone with 0", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Proofs(TestResponse response) =>
        response.Authorities.Where(record => record.Contains(" NSEC3 ", StringComparison.Ordinal)).Select(record => record[..4]);

    private static IEnumerable<string> Sorted(IEnumerable<string> proofs) => proofs.Order(StringComparer.Ordinal);
}
