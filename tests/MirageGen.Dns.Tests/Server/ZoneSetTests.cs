namespace MirageGen.Dns.Tests.Server;

/// <summary>Zones as they are kept, and several of them.</summary>
public sealed class ZoneSetTests
{
    private const string Parent = "@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\nchild NS ns\nchild DS 1 13 2 00\nwww CNAME www.child\n";
    private const string Child = "@ SOA ns h 2 2 2 2 2\n@ NS ns\nns A 192.0.2.2\nwww A 192.0.2.3\n";

    private readonly TestServer _server = new([TestServer.ReadZone(Parent), TestServer.ReadZone(Child, "child.example.")]);

    [Fact]
    public void The_zone_with_the_longest_name_answers() =>
        Assert.Equal(["www.child.example. 60 IN A 192.0.2.3"], _server.Ask("www.child.example.", RecordType.A).Answers);

    [Fact]
    public void Ds_is_asked_of_the_zone_above() =>
        Assert.Equal(["child.example. 60 IN DS 1 13 2 00"], _server.Ask("child.example.", RecordType.DS).Answers);

    [Fact]
    public void Aliases_lead_from_zone_to_zone() => Assert.Equal(
        ["www.example. 60 IN CNAME www.child.example.", "www.child.example. 60 IN A 192.0.2.3"],
        _server.Ask("www.example.", RecordType.A).Answers);

    [Fact]
    public void Without_a_zone_the_one_above_answers()
    {
        var (child, other) = (DomainName.Parse("child.example."), DomainName.Parse("other."));
        var zones = new ZoneSet(TestServer.ReadZone(Child, "child.example."), TestServer.ReadZone(Parent)).WithUnavailable(other);
        var without = zones.Without(child);
        var name = DomainName.Parse("www.child.example.").Octets;

        Assert.Equal(child, zones.Find(name, isAboveCut: false)!.Origin);
        Assert.Equal("example.", without.Find(name, isAboveCut: false)!.Origin.ToString());
        Assert.True(without.IsUnavailable(other.Octets, isAboveCut: false));
        Assert.False(without.Without(other).IsUnavailable(other.Octets, isAboveCut: false));
        Assert.Same(without, without.Without(child));
        Assert.Equal(2, without.With(zones.Zones[0]).Zones.Count);
    }

    [Fact]
    public void The_same_zone_twice_is_a_mistake() =>
        Assert.Throws<ArgumentException>(() => new ZoneSet(TestServer.ReadZone(Parent), TestServer.ReadZone(Parent)));

    [Fact]
    public void The_root_is_a_zone_too()
    {
        var server = new TestServer([TestServer.ReadZone("@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\ncom NS a.ns.com\na.ns.com A 192.0.2.9\n", ".")]);

        Assert.Equal(["ns. 60 IN A 192.0.2.1"], server.Ask("ns.", RecordType.A).Answers);
        Assert.Equal(["com. 60 IN NS a.ns.com."], server.Ask("www.example.com.", RecordType.A).Authorities);
        Assert.Single(server.Ask(".", RecordType.Soa).Answers);
    }

    [Fact]
    public void What_is_there_twice_is_kept_once()
    {
        var zone = TestServer.ReadZone("@ SOA ns h 1 1 1 1 1\n@ NS ns\n@ NS NS\nns A 192.0.2.1\nns A 192.0.2.1\nns A 192.0.2.2\n");
        var server = new TestServer([zone]);

        Assert.Single(server.Ask("example.", RecordType.NS).Answers);
        Assert.Equal(2, server.Ask("ns.example.", RecordType.A).Answers.Length);
    }

    [Fact]
    public void A_set_has_the_least_of_its_times_to_live() => Assert.All(
        new TestServer("@ SOA ns h 1 1 1 1 1\n@ NS ns\nns 50 A 192.0.2.1\nns 40 A 192.0.2.2\n").Ask("ns.example.", RecordType.A).Answers,
        record => Assert.StartsWith("ns.example. 40 ", record, StringComparison.Ordinal));

    /// <summary>The README says so.</summary>
    [Fact]
    public void A_name_with_one_address_takes_less_than_70_octets()
    {
        const int Names = 100_000;
        var zone = TestServer.ReadZone($"@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\n$GENERATE 1-{Names} h$ A 192.0.2.1\n");

        Assert.Equal(Names + 2, zone.NameCount);
        Assert.InRange((double)zone.MemoryOctets / Names, 40, 70);
    }

    [Fact]
    public void Mistakes_are_told_with_their_lines()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => TestServer.ReadZone("@ SOA ns h 1 1 1 1 1\n@ NS ns\nns A 192.0.2.1\nx A 192.0.2\ny CNAME a\ny A 192.0.2.1\n"));

        Assert.Contains("4: error: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("5: error: ", error.Message, StringComparison.Ordinal);
    }
}
