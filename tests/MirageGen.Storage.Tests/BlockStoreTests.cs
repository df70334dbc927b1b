namespace MirageGen.Storage.Tests;

/// <summary>What KV_RW promises of keys and values, and what this store adds.</summary>
public sealed class BlockStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_there_after_the_store_was_opened_again()
    {
        var disk = BlockStores.SmallDisk();
        var clock = new FixedClock();
        var store = await BlockStores.OpenAsync(disk, clock: clock);
        await store.SetAsync("a/b", "value"u8.ToArray(), Cancellation);
        await store.SetAsync("empty", default, Cancellation);
        clock.Now += TimeSpan.FromHours(1);
        store = await BlockStores.OpenAsync(disk, clock: clock);

        Assert.Equal("value"u8.ToArray(), (await store.GetAsync("a/b", Cancellation))?.ToArray());
        Assert.Equal(0, (await store.GetAsync("empty", Cancellation))?.Length);
        Assert.Equal(new(KeyKind.Value, 5, World.Start), await store.FindAsync("a/b", Cancellation));
        Assert.Equal(KeyKind.Dictionary, (await store.FindAsync("a", Cancellation)).Kind);
        Assert.Equal(KeyKind.Dictionary, (await store.FindAsync(Key.Root, Cancellation)).Kind);
        Assert.Equal(KeyInfo.None, await store.FindAsync("a/b/c", Cancellation));
        Assert.Null(await store.GetAsync("a", Cancellation));
        Assert.Null(await store.GetAsync("none", Cancellation));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public async Task A_part_is_read_from_any_place_up_to_the_end_of_the_value(int sectorBytes)
    {
        var random = new SeededRandom(1);
        var value = random.Octets(20_000);
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk(sectorBytes));
        await store.SetAsync("other", random.Octets(77), Cancellation);
        await store.SetAsync("k", value, Cancellation);
        for (var i = 0; i < 200; i++)
        {
            var (offset, length) = (random.NextInt32(21_000), random.NextInt32(9000));
            var room = new byte[length];
            var count = await store.ReadAsync("k", offset, room, Cancellation);
            Assert.Equal(Math.Clamp(value.Length - offset, 0, length), count);
            Assert.Equal(value.AsSpan(Math.Min(offset, value.Length), count), room.AsSpan(0, count));
        }

        Assert.Equal(0, await store.ReadAsync("none", 0, new byte[9], Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ReadAsync("k", -1, new byte[9], Cancellation));
    }

    [Fact]
    public async Task A_listing_is_in_ordinal_order_and_not_deep()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        foreach (var key in (string[])["b", "a/y", "a/x/z", "a-c", "B", "ä"])
        {
            await store.SetAsync(key, default, Cancellation);
        }

        Assert.Equal(
            [new("B", KeyKind.Value), new("a", KeyKind.Dictionary), new("a-c", KeyKind.Value), new("b", KeyKind.Value), new("ä", KeyKind.Value)],
            await store.ListAsync(Key.Root, Cancellation));
        Assert.Equal([new("a/x", KeyKind.Dictionary), new("a/y", KeyKind.Value)], await store.ListAsync("a", Cancellation));
        Assert.Empty(await store.ListAsync("b", Cancellation));
        Assert.Empty(await store.ListAsync("none", Cancellation));
    }

    [Fact]
    public async Task Values_and_dictionaries_do_not_take_each_others_place()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        await store.SetAsync("a/b", "1"u8.ToArray(), Cancellation);
        await store.SetAsync("v", "2"u8.ToArray(), Cancellation);

        await FailsAsync("cannot set 'a': it is a dictionary", () => store.SetAsync("a", default, Cancellation));
        await FailsAsync("cannot set '': it is a dictionary", () => store.SetAsync(Key.Root, default, Cancellation));
        await FailsAsync("cannot set 'a/b/c/d': 'a/b' is a value", () => store.SetAsync("a/b/c/d", default, Cancellation));
        await FailsAsync("cannot rename 'none': there is nothing under that key", () => store.RenameAsync("none", "x", Cancellation));
        await FailsAsync("cannot rename '': there is nothing under that key", () => store.RenameAsync(Key.Root, "x", Cancellation));
        await FailsAsync("cannot rename 'a' to 'a/b/c', which lies within it", () => store.RenameAsync("a", "a/b/c", Cancellation));
        await FailsAsync("cannot rename 'v' to 'a', which is a dictionary", () => store.RenameAsync("v", "a", Cancellation));
        await FailsAsync("cannot rename 'a' to 'v/x': 'v' is a value", () => store.RenameAsync("a", "v/x", Cancellation));
        Assert.Equal(["a/b", "v"], (await store.ContentAsync()).Keys);
    }

    [Fact]
    public async Task Dictionaries_are_moved_and_removed_whole_and_are_gone_with_their_last_value()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("a/x", "1"u8.ToArray(), Cancellation);
        await store.SetAsync("a/y/z", "2"u8.ToArray(), Cancellation);
        await store.SetAsync("b", "3"u8.ToArray(), Cancellation);
        await store.RenameAsync("a", "c/d", Cancellation);
        Assert.Equal(["b", "c/d/x", "c/d/y/z"], (await store.ContentAsync()).Keys);
        await store.RenameAsync("c/d/x", "b", Cancellation);
        await store.RenameAsync("c/d/y/z", "c/d/y/w", Cancellation);
        Assert.Equal(["b", "c/d/y/w"], (await store.ContentAsync()).Keys);

        await store.RemoveAsync("c/d/y/w", Cancellation);
        await store.RemoveAsync("c", Cancellation);
        Assert.Equal(KeyInfo.None, await store.FindAsync("c", Cancellation));
        store = await BlockStores.OpenAsync(disk);
        Assert.Equal("1"u8.ToArray(), Assert.Single(await store.ContentAsync()).Value);
        await store.RemoveAsync(Key.Root, Cancellation);
        Assert.Empty(await (await BlockStores.OpenAsync(disk)).ContentAsync());
    }

    [Fact]
    public async Task A_rename_that_would_make_a_key_too_long_is_refused()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        await store.SetAsync("d/" + new string('x', 1000), default, Cancellation);

        await FailsAsync(
            $"cannot rename 'd' to '{new string('e', 24)}': a key below it would have more than 1024 characters",
            () => store.RenameAsync("d", new string('e', 24), Cancellation));
        await store.RenameAsync("d", new string('e', 23), Cancellation);
    }

    [Fact]
    public async Task A_batch_is_done_in_order_or_not_at_all()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("a/b", "1"u8.ToArray(), Cancellation);
        await FailsAsync(
            "cannot set 'c/d': 'c' is a value",
            () => store.ApplyAsync(new KeyValueBatch().Remove("a").Set("c", "2"u8.ToArray()).Set("c/d", "3"u8.ToArray()), Cancellation));
        Assert.Equal(["a/b"], (await store.ContentAsync()).Keys);

        await store.ApplyAsync(
            new KeyValueBatch().Remove("a/b").Set("a", "2"u8.ToArray()).Remove("a").Set("a/c", "3"u8.ToArray()).Set("a/c", "4"u8.ToArray()),
            Cancellation);
        await store.ApplyAsync(new KeyValueBatch(), Cancellation);
        store = await BlockStores.OpenAsync(disk);
        Assert.Equal(("a/c", "4"), Assert.Single(await store.ContentAsync()) is var (key, value) ? (key, System.Text.Encoding.UTF8.GetString(value)) : default);
    }

    [Fact]
    public async Task A_digest_changes_with_what_lies_below_and_with_nothing_else()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("a/x", "1"u8.ToArray(), Cancellation);
        await store.SetAsync("b", "2"u8.ToArray(), Cancellation);
        var (dictionary, value) = (await DigestAsync(store, "a"), await DigestAsync(store, "a/x"));
        var root = await DigestAsync(store, Key.Root);
        for (var i = 0; i < 300; i++)
        {
            await store.SetAsync("b", "3"u8.ToArray(), Cancellation);
        }

        store = await BlockStores.OpenAsync(disk);
        Assert.Equal((dictionary, value), (await DigestAsync(store, "a"), await DigestAsync(store, "a/x")));
        Assert.NotEqual(root, await DigestAsync(store, Key.Root));
        await store.SetAsync("a/x", "1"u8.ToArray(), Cancellation);
        Assert.NotEqual(value, await DigestAsync(store, "a/x"));
        await store.RenameAsync("a/x", "a/y", Cancellation);
        Assert.NotEqual(dictionary, await DigestAsync(store, "a"));
        Assert.Null(await store.DigestAsync("none", Cancellation));
    }

    [Fact]
    public async Task What_is_cancelled_changes_nothing()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.SetAsync("a", default, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync("a", cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FlushAsync(cancelled));
        Assert.Empty(await store.ContentAsync());
    }

    [Fact]
    public async Task A_store_that_was_closed_says_so()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.SetAsync("a", default, Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GetAsync("a", Cancellation));
    }

    private static async Task<string?> DigestAsync(BlockStore store, Key key) =>
        await store.DigestAsync(key) is { } digest ? Convert.ToHexString(digest.Span) : null;

    private static async Task FailsAsync(string message, Func<ValueTask> work) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<DeviceException>(async () => await work())).Message);
}
