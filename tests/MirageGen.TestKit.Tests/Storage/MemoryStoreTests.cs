using System.Text;

namespace MirageGen.TestKit.Tests.Storage;

public sealed class MemoryStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Works_without_a_world()
    {
        var store = new MemoryStore();
        await store.SetAsync("a/b", "value"u8.ToArray(), Cancellation);

        Assert.Equal("value"u8.ToArray(), (await store.GetAsync("a/b", Cancellation))?.ToArray());
        Assert.Equal(new(KeyKind.Value, 5, World.Start), await store.FindAsync("a/b", Cancellation));
        Assert.Equal(KeyKind.Dictionary, (await store.FindAsync("a", Cancellation)).Kind);
        Assert.Equal(KeyKind.Dictionary, (await store.FindAsync(Key.Root, Cancellation)).Kind);
        Assert.Equal(KeyInfo.None, await store.FindAsync("a/b/c", Cancellation));
        Assert.Null(await store.GetAsync("a", Cancellation));
    }

    [Fact]
    public async Task A_part_is_read_up_to_the_end_of_the_value()
    {
        var store = new MemoryStore().With("k", "0123456789");
        var room = new byte[4];

        Assert.Equal(4, await store.ReadAsync("k", 3, room, Cancellation));
        Assert.Equal("3456"u8.ToArray(), room);
        Assert.Equal(2, await store.ReadAsync("k", 8, room, Cancellation));
        Assert.Equal(0, await store.ReadAsync("k", 10, room, Cancellation));
        Assert.Equal(0, await store.ReadAsync("none", 0, room, Cancellation));
    }

    [Fact]
    public async Task A_listing_is_in_ordinal_order_and_not_deep()
    {
        var store = new MemoryStore().With("b", "1").With("a/y", "2").With("a/x/z", "3").With("a-c", "4");

        Assert.Equal(
            [new("a", KeyKind.Dictionary), new("a-c", KeyKind.Value), new("b", KeyKind.Value)],
            await store.ListAsync(Key.Root, Cancellation));
        Assert.Equal(
            [new("a/x", KeyKind.Dictionary), new("a/y", KeyKind.Value)], await store.ListAsync("a", Cancellation));
        Assert.Empty(await store.ListAsync("b", Cancellation));
    }

    [Fact]
    public async Task A_digest_changes_with_what_lies_below()
    {
        var store = new MemoryStore().With("a/x", "1").With("b", "2");
        var before = await store.DigestAsync("a", Cancellation);
        await store.SetAsync("b", "3"u8.ToArray(), Cancellation);
        Assert.Equal(before!.Value.ToArray(), (await store.DigestAsync("a", Cancellation))!.Value.ToArray());

        await store.SetAsync("a/x", "4"u8.ToArray(), Cancellation);
        Assert.NotEqual(before.Value.ToArray(), (await store.DigestAsync("a", Cancellation))!.Value.ToArray());
        Assert.Null(await store.DigestAsync("none", Cancellation));
    }

    [Fact]
    public async Task Values_and_dictionaries_do_not_take_each_others_place()
    {
        var store = new MemoryStore().With("a/b", "1");

        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("a", default, Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("a/b/c", default, Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync(Key.Root, default, Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await store.RenameAsync("none", "x", Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await store.RenameAsync("a", "a/b/c", Cancellation));
    }

    [Fact]
    public async Task Dictionaries_are_moved_and_removed_whole()
    {
        var store = new MemoryStore().With("a/x", "1").With("a/y/z", "2").With("b", "3");
        await store.RenameAsync("a", "c/d", Cancellation);
        Assert.Equal(["b", "c/d/x", "c/d/y/z"], store.Keys.Select(key => key.Path));
        await store.RenameAsync("c/d/x", "b", Cancellation);
        Assert.Equal("1", store.PeekText("b"));

        await store.RemoveAsync("c", Cancellation);
        await store.RemoveAsync("c", Cancellation);
        Assert.Equal(["b"], store.Keys.Select(key => key.Path));
    }

    [Fact]
    public async Task A_crash_loses_what_was_not_flushed()
    {
        var store = new MemoryStore();
        await store.SetAsync("safe", "1"u8.ToArray(), Cancellation);
        await store.FlushAsync(Cancellation);
        Assert.False(store.HasUnflushed);
        await store.SetAsync("safe", "2"u8.ToArray(), Cancellation);
        await store.SetAsync("lost", "3"u8.ToArray(), Cancellation);
        Assert.True(store.HasUnflushed);
        store.Crash();

        Assert.Equal("1", store.PeekText("safe"));
        Assert.Null(store.PeekText("lost"));
    }

    [Fact]
    public async Task A_crash_keeps_batches_whole_whatever_survives()
    {
        var outcomes = new HashSet<string>();
        for (ulong seed = 0; seed < 100; seed++)
        {
            var store = new MemoryStore();
            await store.ApplyAsync(new KeyValueBatch().Set("a1", "1"u8.ToArray()).Set("a2", "1"u8.ToArray()), Cancellation);
            await store.ApplyAsync(new KeyValueBatch().Set("b1", "1"u8.ToArray()).Set("b2", "1"u8.ToArray()), Cancellation);
            store.Crash(new SeededRandom(seed));

            Assert.Equal(store.Peek("a1") is null, store.Peek("a2") is null);
            Assert.Equal(store.Peek("b1") is null, store.Peek("b2") is null);
            outcomes.Add(string.Join(' ', store.Keys));
        }

        Assert.Equal(["", "a1 a2", "a1 a2 b1 b2", "b1 b2"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_batch_that_cannot_be_applied_changes_nothing()
    {
        var store = new MemoryStore().With("a/b", "1");
        await Assert.ThrowsAsync<DeviceException>(async () => await store.ApplyAsync(
            new KeyValueBatch().Set("c", "2"u8.ToArray()).Set("a", "3"u8.ToArray()), Cancellation));

        Assert.Equal(["a/b"], store.Keys.Select(key => key.Path));
        Assert.False(store.HasUnflushed);
    }

    [Fact]
    public async Task The_nth_operation_fails()
    {
        var store = new MemoryStore();
        store.Faults.FailNth(2, "disk on fire");
        await store.SetAsync("a", default, Cancellation);
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("b", default, Cancellation));
        await store.SetAsync("c", default, Cancellation);

        Assert.Equal("disk on fire (Write 'b', operation 2)", error.Message);
        Assert.Equal((3, 1), (store.Faults.Operations, store.Faults.Fired));
        Assert.Equal(["a", "c"], store.Keys.Select(key => key.Path));
    }

    [Fact]
    public async Task Faults_can_have_a_condition_or_come_by_chance()
    {
        var store = new MemoryStore();
        store.Faults.FailWhen(operation => operation.Kind == DeviceOperationKind.Flush);
        await store.SetAsync("a", default, Cancellation);
        await Assert.ThrowsAsync<DeviceException>(async () => await store.FlushAsync(Cancellation));
        Assert.True(store.HasUnflushed);

        store.Faults.Clear();
        await store.FlushAsync(Cancellation);
        store.Faults.FailRandomly(0.5, new SeededRandom(1));
        var failed = 0;
        for (var i = 0; i < 200; i++)
        {
            failed += await Record.ExceptionAsync(async () => await store.GetAsync("a", Cancellation)) is DeviceException ? 1 : 0;
        }

        Assert.InRange(failed, 80, 120);
    }

    [Fact]
    public async Task A_full_store_refuses_and_can_be_emptied()
    {
        var store = new MemoryStore { CapacityOctets = 10 };
        await store.SetAsync("a", new byte[10], Cancellation);
        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("b", new byte[1], Cancellation));
        await store.RemoveAsync("a", Cancellation);
        await store.SetAsync("b", new byte[1], Cancellation);
    }

    [Fact]
    public async Task The_store_keeps_a_copy()
    {
        var store = new MemoryStore();
        var value = "mine"u8.ToArray();
        await store.SetAsync("k", value, Cancellation);
        value[0] = 0;

        Assert.Equal("mine", Encoding.UTF8.GetString(store.Peek("k")!));
    }

    [Fact]
    public void Latency_is_virtual_time_and_a_flush_promises_what_was_there_before() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        var store = host.Store();
        await store.SetAsync("before", default, world.Stop);
        store.Latency = TimeSpan.FromSeconds(1);
        var flushing = store.FlushAsync(world.Stop);
        store.Latency = TimeSpan.Zero;
        await store.SetAsync("meanwhile", default, world.Stop);
        await flushing;
        Assert.Equal(TimeSpan.FromSeconds(1), world.Now);
        store.Crash();

        Assert.Equal(["before"], host.Store().Keys.Select(key => key.Path));
    });

    [Fact]
    public void Stores_of_a_host_are_known_by_their_names() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        host.Store("htdocs").With("index.html", "<h1>");
        var composed = await MemoryStore.ConnectAsync(host, "htdocs");

        Assert.Equal("<h1>", composed.PeekText("index.html"));
        Assert.Empty(host.Store().Keys);
        Assert.Equal(World.Start, (await composed.FindAsync("index.html", world.Stop)).LastModified);
    });
}
