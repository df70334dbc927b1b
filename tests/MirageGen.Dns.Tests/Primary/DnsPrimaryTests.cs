using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Primary;

/// <summary>Zones in files: read, and read again.</summary>
public sealed class DnsPrimaryTests
{
    private const string Head = "$TTL 60\n";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("example.org", "@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", "example.org.")]
    [InlineData("sub/example.org.zone", "@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", "example.org.")]
    [InlineData("example.org.DB", "@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", "example.org.")]
    [InlineData("a name.txt", "$ORIGIN example.org.\n@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", "example.org.")]
    [InlineData("db.example", "$ORIGIN .\nexample.org SOA ns h 1 1 1 1 1\nexample.org NS ns.test.\n", "example.org.")]
    [InlineData("other.zone", "$ORIGIN example.org.\nwww A 192.0.2.1\n@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", "example.org.")]
    [InlineData("other.zone", "$INCLUDE nothing\n$ORIGIN example.org.\n@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", null)]
    [InlineData("a..b.zone", "@ SOA ns h 1 1 1 1 1\n@ NS ns.test.\n", null)]
    public void A_file_says_which_zone_it_is_of(string key, string text, string? origin) => Run(async primary =>
    {
        if (origin is null)
        {
            await Assert.ThrowsAsync<DeviceException>(() => primary.LoadAsync(key, Head + text));
            return;
        }

        await primary.LoadAsync(key, Head + text);
        Assert.Equal(origin, Assert.Single(primary.Zones).Origin.ToString());
    });

    [Fact]
    public void What_a_file_includes_lies_beside_it_or_below() => Run(async primary =>
    {
        primary.Store.With("zones/more/hosts", "$INCLUDE more/deep\nwww A 192.0.2.1\n").With("zones/more/deep", "deep A 192.0.2.2\n");
        await primary.LoadAsync("zones/example.org", Zone(1, "$INCLUDE ./more/hosts"));

        Assert.True(primary.Has("www.example.org."));
        Assert.True(primary.Has("deep.example.org."));
    });

    [Theory]
    [InlineData("../secret")]
    [InlineData("more/../../secret")]
    [InlineData("/secret")]
    [InlineData("/")]
    [InlineData("nothing")]
    public void What_lies_elsewhere_is_not_included(string name) => Run(async primary =>
    {
        primary.Store.With("secret", "www A 192.0.2.1\n");
        var error = await Assert.ThrowsAsync<DeviceException>(() => primary.LoadAsync("zones/example.org", Zone(1, $"$INCLUDE {name}")));

        Assert.Equal($"a zone cannot be served: zones/example.org:4: error: there is no file '{name}' (column 10)", error.Message);
    });

    [Fact]
    public void Each_mistake_is_told_once() => Run(async primary =>
    {
        var error = await Assert.ThrowsAsync<DeviceException>(() => primary.LoadAsync("example.org", Zone(1, "a FOO\nb BAR")));

        Assert.StartsWith("a zone cannot be served: example.org:4: error: 'FOO' is no type", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("example.org:5: error: 'BAR' is no type", Assert.Single(primary.Log), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    });

    [Fact]
    public void Two_files_of_one_zone_are_one_too_many() => Run(async primary =>
    {
        primary.Store.With("example.org.zone", Zone(1)).With("example.org", Zone(1));
        var files = await ZoneFile.FindAsync(primary.Store, Key.Root, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<DeviceException>(() => primary.Primary.LoadAsync(files, TestContext.Current.CancellationToken));

        Assert.Equal("example.org.zone is one file too many for the zone example.org.; leave one out", error.Message);
    });

    [Fact]
    public void Files_of_editors_are_no_zones() => Run(async primary =>
    {
        primary.Store.With("b.org", "").With("a.org", "").With(".b.org.swp", "").With("b.org~", "").With("more/c.org", "");

        Assert.Equal(["a.org", "b.org"], (await ZoneFile.FindAsync(primary.Store, Key.Root, TestContext.Current.CancellationToken)).Select(file => file.Name));
        Assert.Equal(["b.org"], (await ZoneFile.FindAsync(primary.Store, "b.org", TestContext.Current.CancellationToken)).Select(file => file.Name));
    });

    [Fact]
    public void A_file_that_has_changed_is_served_and_secondaries_may_have_the_change_alone() => Run(async primary =>
    {
        await primary.LoadAsync("example.org", Zone(1));
        await using var following = primary.Primary.Follow(Pause);
        primary.Store.With("example.org", Zone(2, "new A 192.0.2.9"));
        await primary.WaitAsync(2.5);

        Assert.Equal(2u, primary.Zones[0].Serial);
        Assert.True(primary.Has("new.example.org."));
        Assert.True(primary.Zones[0].History.TryFind(1, out _));
    });

    [Fact]
    public void A_file_that_is_included_counts_too_even_where_it_was_not_there() => Run(async primary =>
    {
        primary.Store.With("hosts", "");
        await primary.LoadAsync("example.org", Zone(1, "$INCLUDE hosts"));
        await using var following = primary.Primary.Follow(Pause);
        primary.Store.With("hosts", "$INCLUDE more\n");
        await primary.WaitAsync(2.5);
        Assert.Contains("hosts:1: error: there is no file 'more'", primary.Log[^1], StringComparison.Ordinal);
        primary.Store.With("more", "www A 192.0.2.1\n");
        await primary.WaitAsync(2.5);

        Assert.True(primary.Has("www.example.org."));
        Assert.Contains("serial 1 is not newer than 1", primary.Log[^1], StringComparison.Ordinal);
    });

    [Fact]
    public void A_file_that_goes_on_changing_is_not_taken_for_whole() => Run(async primary =>
    {
        await primary.LoadAsync("example.org", Zone(1));
        await using var following = primary.Primary.Follow(Pause);
        for (uint serial = 2; serial < 12; serial++)
        {
            primary.Store.With("example.org", Zone(serial));
            await primary.WaitAsync(1);
            Assert.Equal(1u, primary.Zones[0].Serial);
        }

        await primary.WaitAsync(2);
        Assert.Equal(11u, primary.Zones[0].Serial);
    });

    [Theory]
    [InlineData("$TTL 60\n@ SOA ns h 2 1 1 1 1\n@ NS ns.test.\nwww A 192.0.2\n", "example.org:4: error: '192.0.2' is no IPv4 address")]
    [InlineData("$TTL 60\n$ORIGIN example.net.\n@ SOA ns h 2 1 1 1 1\n@ NS ns.test.\n", "example.org is of the zone example.net. now")]
    [InlineData(null, "example.org:1: error: there is no such file")]
    public void A_file_with_errors_leaves_the_zone_as_it_was(string? text, string problem) => Run(async primary =>
    {
        await primary.LoadAsync("example.org", Zone(1));
        await using var following = primary.Primary.Follow(Pause);
        if (text is null)
        {
            await primary.Store.RemoveAsync("example.org");
        }
        else
        {
            primary.Store.With("example.org", text);
        }

        await primary.WaitAsync(10.5);

        Assert.Equal(1u, primary.Zones[0].Serial);
        Assert.StartsWith($"Zone example.org. is served as it was: {problem}", Assert.Single(primary.Log), StringComparison.Ordinal);
        primary.Store.With("example.org", Zone(3));
        await primary.WaitAsync(2.5);
        Assert.Equal(3u, primary.Zones[0].Serial);
    });

    [Fact]
    public void A_store_that_fails_is_told_of_once() => Run(async primary =>
    {
        await primary.LoadAsync("example.org", Zone(1));
        await using var following = primary.Primary.Follow(Pause);
        primary.Store.Faults.FailWhen(_ => true);
        await primary.WaitAsync(5.5);

        Assert.Equal(1u, primary.Zones[0].Serial);
        Assert.StartsWith("Zone example.org. is served as it was: ", Assert.Single(primary.Log), StringComparison.Ordinal);
    });

    private static string Zone(uint serial, string rest = "") => $"{Head}@ SOA ns h {serial} 1 1 1 1\n@ NS ns.test.\n{rest}\n";

    private static void Run(Func<PrimaryRig, Task> test) => World.Run(world => test(new(world)));
}
