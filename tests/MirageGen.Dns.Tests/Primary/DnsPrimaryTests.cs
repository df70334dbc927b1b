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
        var error = await Assert.ThrowsAsync<DeviceException>(() => primary.LoadAllAsync(""));

        Assert.Equal("example.org.zone is one file too many for the zone example.org.; leave one out", error.Message);
    });

    [Fact]
    public void Files_of_editors_are_no_zones() => Run(async primary =>
    {
        primary.Store.With("b.org", Zone(1)).With("a.org", Zone(1)).With(".b.org.swp", "").With("b.org~", "").With("more/c.org", "");
        await primary.LoadAllAsync("");

        Assert.Equal(["a.org.", "b.org."], primary.Origins);
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

    [Fact]
    public void A_file_that_is_new_in_a_directory_is_served() => Follow(async primary =>
    {
        primary.Store.With("zones/b.org", Zone(1));
        await primary.WaitAsync(2.5);

        Assert.Equal(["a.org.", "b.org."], primary.Origins);
        Assert.Equal(["Zone b.org. was found in zones/b.org and is served with serial 1"], primary.News);
        primary.Store.With("zones/b.org", Zone(2));
        await primary.WaitAsync(2);
        Assert.Equal("Zone b.org. was read again and is served with serial 2", primary.News[^1]);
    });

    [Fact]
    public void A_new_file_that_is_still_being_written_is_not_taken_for_whole() => Follow(async primary =>
    {
        for (uint serial = 1; serial < 6; serial++)
        {
            primary.Store.With("zones/b.org", Zone(serial));
            await primary.WaitAsync(1);
            Assert.Equal(["a.org."], primary.Origins);
        }

        await primary.WaitAsync(2);
        Assert.Equal(["a.org.", "b.org."], primary.Origins);
    });

    [Fact]
    public void A_new_file_with_errors_is_told_of_once_and_the_others_go_on() => Follow(async primary =>
    {
        primary.Store.With("zones/b.org", Zone(1, "www A 192.0.2")).With("zones/c.org", Zone(1)).With("zones/a.org", Zone(2));
        await primary.WaitAsync(5.5);

        Assert.Equal(["a.org.", "c.org."], primary.Origins);
        Assert.Equal(2u, primary.Zones[0].Serial);
        Assert.StartsWith("A zone cannot be served: zones/b.org:4: error: '192.0.2' is no IPv4 address", Assert.Single(primary.Log), StringComparison.Ordinal);
        primary.Store.With("zones/b.org", Zone(1, "www A 192.0.2.1"));
        await primary.WaitAsync(2);
        Assert.Equal(["a.org.", "b.org.", "c.org."], primary.Origins);
    });

    [Fact]
    public void The_zone_of_a_file_that_is_gone_for_two_looks_is_let_go_of() => Follow(async primary =>
    {
        primary.Store.With("zones/b.org", Zone(1));
        await primary.WaitAsync(2.5);
        await primary.Store.RemoveAsync("zones/a.org");
        await primary.WaitAsync(1);
        Assert.Equal(["a.org.", "b.org."], primary.Origins);
        await primary.WaitAsync(1);

        Assert.Equal(["b.org."], primary.Origins);
        Assert.Equal(["Zone a.org. is served no more: zones/a.org is gone"], primary.Log);
        primary.Store.With("zones/a.org", Zone(1));
        await primary.WaitAsync(2);
        Assert.Equal(["a.org.", "b.org."], primary.Origins);
    });

    [Fact]
    public void A_file_that_is_replaced_is_not_gone() => Follow(async primary =>
    {
        primary.Store.With("zones/b.org", Zone(1));
        await primary.WaitAsync(2.5);
        for (uint serial = 2; serial < 6; serial++)
        {
            await primary.Store.RemoveAsync("zones/a.org");
            await primary.WaitAsync(1);
            Assert.Equal(["a.org.", "b.org."], primary.Origins);
            primary.Store.With("zones/a.org", Zone(serial));
            await primary.WaitAsync(2);
            Assert.Equal(["a.org.", "b.org."], primary.Origins);
        }

        Assert.Empty(primary.Log);
        Assert.Equal(5u, primary.Zones[0].Serial);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void A_file_that_is_renamed_is_served_all_the_time(double between) => Follow(async primary =>
    {
        // In two steps the old one and the new one may be there at once when one looks.
        primary.Store.With("zones/a.org.zone", Zone(1));
        await primary.WaitAsync(between);
        await primary.Store.RemoveAsync("zones/a.org");
        for (var i = 0; i < 60; i++)
        {
            await primary.WaitAsync(0.1);
            Assert.Equal(["a.org."], primary.Origins);
        }

        Assert.Equal(["Zone a.org. was found in zones/a.org.zone and is served with serial 1"], primary.News);
        primary.Store.With("zones/a.org.zone", Zone(2));
        await primary.WaitAsync(2.5);
        Assert.Equal(2u, primary.Zones[0].Serial);
    });

    [Fact]
    public void A_file_that_comes_back_has_its_zone_again() => Follow(async primary =>
    {
        primary.Store.With("zones/a.org.zone", Zone(2));
        await primary.WaitAsync(1.5);
        await primary.Store.RemoveAsync("zones/a.org");
        await primary.WaitAsync(1);
        Assert.Equal(2u, primary.Zones[0].Serial);
        await primary.Store.RemoveAsync("zones/a.org.zone");
        primary.Store.With("zones/a.org", Zone(1));
        for (var i = 0; i < 40; i++)
        {
            await primary.WaitAsync(0.1);
            Assert.Equal(["a.org."], primary.Origins);
        }

        Assert.Equal(1u, primary.Zones[0].Serial);
        Assert.Equal(["Zone a.org. has changed, but serial 1 is not newer than 2: secondaries will not fetch it; make it greater"], primary.Log);
    });

    [Fact]
    public void A_second_file_of_a_zone_is_served_when_the_first_is_gone() => Follow(async primary =>
    {
        primary.Store.With("zones/a.org.zone", Zone(2));
        await primary.WaitAsync(5.5);
        Assert.Equal(["A zone cannot be served: zones/a.org.zone is one file too many for the zone a.org.; leave one out"], primary.Log);
        Assert.Equal(1u, primary.Zones[0].Serial);
        await primary.Store.RemoveAsync("zones/a.org");
        for (var i = 0; i < 40; i++)
        {
            await primary.WaitAsync(0.1);
            Assert.Equal(["a.org."], primary.Origins);
        }

        Assert.Equal(2u, primary.Zones[0].Serial);
        Assert.True(primary.Zones[0].History.TryFind(1, out _));
    });

    [Fact]
    public void A_directory_that_is_empty_of_a_sudden_leaves_the_zones_as_they_were() => Follow(async primary =>
    {
        await primary.Store.RemoveAsync("zones/a.org");
        await primary.WaitAsync(5.5);

        Assert.Equal(["a.org."], primary.Origins);
        Assert.Equal(
            [
                "The zones of zones are served as they were: there is no zone file in the directory 'zones'",
                "Zone a.org. is served as it was: zones/a.org:1: error: there is no such file",
            ],
            primary.Log);
        primary.Store.With("zones/b.org", Zone(1));
        await primary.WaitAsync(2);
        Assert.Equal(["b.org."], primary.Origins);
    });

    /// <summary>Follows a directory <c>zones</c> that has a zone a.org.</summary>
    private static void Follow(Func<PrimaryRig, Task> test) => Run(async primary =>
    {
        primary.Store.With("zones/a.org", Zone(1));
        await primary.LoadAllAsync("zones");
        await using var following = primary.Primary.Follow(Pause);
        await test(primary);
    });

    private static string Zone(uint serial, string rest = "") => $"{Head}@ SOA ns h {serial} 1 1 1 1\n@ NS ns.test.\n{rest}\n";

    private static void Run(Func<PrimaryRig, Task> test) => World.Run(world => test(new(world)));
}
