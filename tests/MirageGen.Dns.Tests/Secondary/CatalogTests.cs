using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>A secondary keeps the zones that its catalogs list (RFC 9432).</summary>
public sealed class CatalogTests
{
    [Fact]
    public void What_is_listed_comes_and_what_is_listed_no_more_goes() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.");
        pair.Catalog("catalog.", 1, "1.zones 0 PTR a.", "2.zones 0 PTR b.");
        await pair.UntilAsync("a. b. catalog.");
        Assert.NotNull(pair.Store.Peek("a/records"));

        pair.Catalog("catalog.", 2, "2.zones 0 PTR b.", "3.zones 0 PTR c.");
        await pair.UntilAsync("b. c. catalog.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));

        Assert.Null(pair.Store.Peek("a/records"));
        Assert.Null(pair.Store.Peek("a/confirmed"));
        Assert.Equal(1, pair.Count("Zone b. came from"));
        Assert.Equal("b. c. catalog.", pair.Kept);
    });

    [Fact]
    public void A_broken_catalog_changes_nothing() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.");
        pair.Catalog("catalog.", 1, "1.zones 0 PTR a.");
        await pair.UntilAsync("a. catalog.");
        pair.Catalog("catalog.", 2, "2.zones 0 PTR b.", "3.zones 0 PTR b.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("a. catalog.", pair.Kept);
        Assert.Equal(1, pair.Count("b. is listed twice"));

        pair.Catalog("catalog.", 3, "2.zones 0 PTR b.");
        await pair.UntilAsync("b. catalog.");
    });

    [Fact]
    public void A_zone_under_another_label_begins_anew() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.");
        pair.Catalog("catalog.", 1, "1.zones 0 PTR a.");
        await pair.UntilAsync("a. catalog.");
        pair.Catalog("catalog.", 2, "2.zones 0 PTR a.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("a. catalog.", pair.Kept);
        Assert.Equal(2, pair.Count("Zone a. came from"));
        Assert.NotNull(pair.Store.Peek("a/records"));
    });

    [Fact]
    public void A_zone_that_is_kept_anyway_is_not_the_catalogs() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.", "a.");
        pair.Catalog("catalog.", 1, "1.zones 0 PTR a.", "2.zones 0 PTR catalog.");
        await pair.UntilAsync("a. catalog.");
        pair.Catalog("catalog.", 2);
        await world.DelayAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("a. catalog.", pair.Kept);
        Assert.Equal(1, pair.Count("Zone a. is listed by catalog., but is kept whatever catalogs say"));
    });

    [Fact]
    public void Who_lists_a_zone_first_has_it_until_he_lists_it_no_more() => World.Run(async world =>
    {
        var pair = Make(world, "catalog1.", "catalog2.");
        pair.Catalog("catalog1.", 1, "1.zones 0 PTR a.");
        pair.Catalog("catalog2.", 1);
        await pair.UntilAsync("a. catalog1. catalog2.");
        pair.Catalog("catalog2.", 2, "other.zones 0 PTR a.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, pair.Count("Zone a. is listed by catalog2., but catalog1. has it"));
        Assert.Equal(1, pair.Count("Zone a. came from"));

        pair.Catalog("catalog1.", 2);
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("a. catalog1. catalog2.", pair.Kept);
        Assert.Equal(2, pair.Count("Zone a. came from"));
    });

    /// <summary>RFC 9432 section 4.3.1: under the same label nothing is lost, under another one the zone begins anew.</summary>
    [Theory]
    [InlineData("1", 1)]
    [InlineData("other", 2)]
    public void A_zone_is_handed_over_when_its_catalog_says_so(string label, int fetched) => World.Run(async world =>
    {
        var pair = Make(world, "catalog1.", "catalog2.");
        pair.Catalog("catalog1.", 1, "1.zones 0 PTR a.");
        pair.Catalog("catalog2.", 1);
        await pair.UntilAsync("a. catalog1. catalog2.");
        pair.Catalog("catalog1.", 2, "1.zones 0 PTR a.", "coo.1.zones 0 PTR catalog2.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        pair.Catalog("catalog2.", 2, $"{label}.zones 0 PTR a.");
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        pair.Catalog("catalog1.", 3);
        await world.DelayAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("a. catalog1. catalog2.", pair.Kept);
        Assert.Equal(fetched, pair.Count("Zone a. came from"));
        Assert.Equal(0, pair.Count("but catalog"));

        pair.Catalog("catalog2.", 3);
        await pair.UntilAsync("catalog1. catalog2.");
    });

    [Fact]
    public void No_more_zones_are_taken_than_there_may_be() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.");
        pair.Catalog("catalog.", 1, [.. Enumerable.Range(0, 10).Select(i => $"{i}.zones 0 PTR z{i}.")]);
        await world.DelayAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(4, pair.Count("is listed by catalog. and kept from now on"));
        Assert.Equal(6, pair.Count("is not kept: there are 5, as many as there may be"));
    });

    [Fact]
    public void After_a_restart_what_is_listed_is_served_before_the_primary_is_there() => World.Run(async world =>
    {
        var pair = Make(world, "catalog.");
        pair.Catalog("catalog.", 1, "1.zones 0 PTR a.", "2.zones 0 PTR b.");
        await pair.UntilAsync("a. b. catalog.");
        await pair.StopPrimaryAsync();
        await pair.RestartSecondaryAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("a. b. catalog.", pair.Kept);
        Assert.Equal(0, pair.Count("came from"));
    });

    /// <summary>However a catalog changes, and however fast: in the end what it lists is kept, and nothing else, on the store neither.</summary>
    [Fact]
    public void Whatever_happens_what_is_listed_is_what_is_kept_in_the_end() => World.Run(new WorldOptions { MaxTime = TimeSpan.FromHours(5) }, async world =>
    {
        var pair = Make(world, "catalog.");
        string[] last = [];
        for (uint serial = 1; serial <= 60; serial++)
        {
            last = [.. "abc".Where(_ => world.Random.NextInt32(2) == 0).Select(name => $"{name}")];
            pair.Catalog("catalog.", serial, [.. last.Select(name => $"{name}{world.Random.NextInt32(2)}.zones 0 PTR {name}.")]);
            await world.DelayAsync(TimeSpan.FromMilliseconds(world.Random.NextInt32(4000)));
        }

        await pair.UntilAsync(string.Join(' ', [.. last.Select(name => name + "."), "catalog."]));
        await world.DelayAsync(TimeSpan.FromSeconds(60));
        foreach (var name in "abc")
        {
            Assert.Equal(last.Contains($"{name}"), pair.Store.Peek($"{name}/records") is not null);
        }
    });

    private static CatalogPair Make(World world, params string[] kept)
    {
        var pair = new CatalogPair(world, kept);
        foreach (var zone in (string[])["a.", "b.", "c."])
        {
            pair.Zone(zone);
        }

        return pair;
    }
}
