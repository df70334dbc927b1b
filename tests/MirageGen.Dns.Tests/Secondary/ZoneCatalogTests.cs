using MirageGen.Dns.Secondary;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>What a catalog zone lists (RFC 9432 sections 4 and 5.1).</summary>
public sealed class ZoneCatalogTests
{
    private const string Head = "@ 0 SOA invalid. invalid. 1 3600 600 2147483646 0\n@ 0 NS invalid.\n";
    private const string Version = "version 0 TXT 2\n";

    [Fact]
    public void Zones_are_listed_by_labels_of_their_own()
    {
        var members = Read(Head + Version + """
            one.zones 0 PTR a.example.
            TWO.zones 0 PTR b.example.
            coo.two.zones 0 PTR other.
            group.two.zones 0 TXT "signed" "later"
            x.ext.two.zones 0 PTR c.example.
            three.zones 0 TXT "no zone yet"
            deep.three.zones 0 PTR d.example.
            ext 0 TXT "ours"
            zones 0 PTR e.example.

            """).Members;

        Assert.Equal(2, members.Count);
        Assert.Equal(new(DomainName.Parse("one"), null), members[DomainName.Parse("a.example")]);
        Assert.Equal(new(DomainName.Parse("two"), DomainName.Parse("other")), members[DomainName.Parse("B.example")]);
    }

    [Fact]
    public void A_catalog_may_list_nothing() => Assert.Empty(Read(Head + Version).Members);

    [Theory]
    [InlineData("", "no version 2")]
    [InlineData("version 0 TXT 1\n", "no version 2")]
    [InlineData("version 0 TXT 2 2\n", "no version 2")]
    [InlineData("version 0 TXT 22\n", "no version 2")]
    [InlineData("version 0 TXT 1\nversion 0 TXT 2\n", "no version 2")]
    [InlineData("version 0 PTR two.\n", "no version 2")]
    [InlineData(Version + "one.zones 0 PTR a.\none.zones 0 PTR b.\n", "one.zones.catalog. has more than one PTR record")]
    [InlineData(Version + "one.zones 0 PTR a.\ntwo.zones 0 PTR A.\n", "A. is listed twice")]
    [InlineData(Version + "one.zones 0 PTR a.\ncoo.one.zones 0 PTR b.\ncoo.one.zones 0 PTR c.\n", "coo.one.zones.catalog. has more than one PTR record")]
    public void A_broken_one_is_not_followed(string text, string why)
    {
        Assert.False(ZoneCatalog.TryRead(TestServer.ReadZone(Head + text, "catalog."), out _, out var problem));
        Assert.Contains(why, problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_catalog_of_the_longest_name_has_no_room_for_any()
    {
        var origin = string.Join('.', Enumerable.Repeat(new string('a', 61), 4)) + ".";
        Assert.False(ZoneCatalog.TryRead(TestServer.ReadZone(Head, origin), out _, out _));
    }

    private static ZoneCatalog Read(string text) =>
        ZoneCatalog.TryRead(TestServer.ReadZone(text, "catalog."), out var catalog, out var problem) ? catalog : throw new InvalidOperationException(problem);
}
