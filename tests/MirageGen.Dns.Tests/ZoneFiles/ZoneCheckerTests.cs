namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>What makes a zone of records.</summary>
public sealed class ZoneCheckerTests
{
    private const string Apex = "@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n";

    [Theory]
    [InlineData("")]
    [InlineData("a CNAME b\na RRSIG CNAME 8 2 60 20300101000000 20200101000000 1 example. AQID\na NSEC b CNAME RRSIG NSEC\n")]
    [InlineData("sub NS ns.sub\nns.sub A 192.0.2.2\n")]
    [InlineData("sub NS ns.other\nother NS ns.elsewhere.test.\n")]
    [InlineData("@ MX 1 any\n* A 192.0.2.1\n")]
    [InlineData("d DNAME x.\nd A 192.0.2.1\nd2 A 192.0.2.1\n")]
    [InlineData("a RRSIG A 8 2 60 20300101000000 20200101000000 1 example. AQID\na 9 RRSIG MX 8 2 9 20300101000000 20200101000000 1 example. AQID\n")]
    public void A_sound_zone_has_no_findings(string records) => Assert.Empty(ZoneText.Findings(Apex + records));

    [Theory]
    [InlineData("www.test. A 192.0.2.1\n", "db:4: error: www.test. is not in the zone example.")]
    [InlineData("a SOA ns hostmaster 1 2 3 4 5\n", "db:4: error: a.example. has a SOA record")]
    [InlineData("@ SOA ns hostmaster 1 2 3 4 6\n", "db:4: error: example. has more than one SOA")]
    [InlineData("a CNAME b\na A 192.0.2.1\n", "db:4: error: a.example. is an alias by its CNAME and cannot have A")]
    [InlineData("a CNAME b\nA CNAME c\n", "db:5: error: A.example. has more than one CNAME")]
    [InlineData("d DNAME x.\nd CNAME y.\n", "cannot have DNAME records too")]
    [InlineData("d DNAME x.\nd DNAME y.\n", "has more than one DNAME")]
    [InlineData("d DNAME x.\na.b.d A 192.0.2.1\n", "db:5: error: a.b.d.example. is below d.example.")]
    [InlineData("d DNAME x.\nd NS y.\n", "db:4: error: d.example. cannot have a DNAME and be delegated")]
    [InlineData("a A 192.0.2.1\na 61 A 192.0.2.2\n", "db:5: warning: a.example. A has a time to live of 61, but 60 in line 4")]
    [InlineData("sub NS ns.sub\n", "db:4: error: NS of sub.example. names ns.sub.example., which has no address")]
    [InlineData("@ NS alias\nalias CNAME ns\n", "db:4: error: NS of example. names alias.example., which is an alias")]
    [InlineData("@ MX 1 alias\nalias CNAME ns\n", "db:4: warning: MX of example. names alias.example., which is an alias")]
    [InlineData("_s._tcp SRV 0 0 1 none\n", "db:4: warning: SRV of _s._tcp.example. names none.example., which has no address")]
    public void What_is_wrong_is_said_with_its_place(string records, string finding) =>
        Assert.Contains(finding, Assert.Single(ZoneText.Findings(Apex + records)), StringComparison.Ordinal);

    [Fact]
    public void The_apex_has_its_records() =>
        Assert.Equal(
            ["error: example. has no SOA record, which every zone has", "error: example. has no NS record, which every zone has"],
            ZoneText.Findings("a A 192.0.2.1"));

    [Fact]
    public void Findings_have_a_bound()
    {
        var findings = ZoneText.Findings(Apex + "$GENERATE 1-5000 $.test. A 192.0.2.1");
        Assert.Equal(1000, findings.Length);
        Assert.Contains("more findings", findings[^1], StringComparison.Ordinal);
    }
}
