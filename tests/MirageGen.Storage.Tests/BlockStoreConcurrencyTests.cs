using System.Globalization;

namespace MirageGen.Storage.Tests;

/// <summary>What happens while something else is under way.</summary>
public sealed class BlockStoreConcurrencyTests
{
    private const int Writers = 20;

    [Fact]
    public void Writers_take_turns_and_those_who_flush_share_a_flush() => World.Run(async world =>
    {
        var disk = new HeldBlock(Slow(world));
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("first", default, world.Stop);
        var before = disk.Flushes;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < 10; i++)
            {
                await store.SetAsync(KeyOf(writer), ValueOf(writer, i), world.Stop);
                await store.FlushAsync(world.Stop);
                Assert.Equal(ValueOf(writer, i), (await store.GetAsync(KeyOf(writer), world.Stop))!.Value.ToArray());
            }
        }));

        Assert.InRange(disk.Flushes - before, 10, 2 * Writers);
        Assert.Equal(Writers + 1, (await (await BlockStores.OpenAsync(disk)).ContentAsync()).Count);
    });

    [Fact]
    public void Reads_go_on_while_the_log_is_copied() => World.Run(async world =>
    {
        var store = await BlockStores.OpenAsync(Slow(world));
        var random = new SeededRandom(1);
        var values = Enumerable.Range(0, 5).Select(_ => random.Octets(5000)).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            await store.SetAsync($"fixed/{i}", values[i], world.Stop);
        }

        var isOver = false;
        var reads = 0;
        var reading = Task.WhenAll(Enumerable.Range(0, values.Length).Select(async i =>
        {
            while (!isOver)
            {
                Assert.Equal(values[i], (await store.GetAsync($"fixed/{i}", world.Stop))!.Value.ToArray());
                var part = new byte[100];
                Assert.Equal(100, await store.ReadAsync($"fixed/{i}", 700, part, world.Stop));
                Assert.Equal(values[i][700..800], part);
                reads++;
            }
        }));
        for (var i = 0; i < 200; i++)
        {
            await store.SetAsync("other", new byte[3000], world.Stop);
        }

        isOver = true;
        await reading;
        Assert.True(reads > 500, $"{reads} reads");
    });

    [Fact]
    public void A_read_that_has_begun_is_not_overtaken_by_what_is_written_to_its_half() => World.Run(async world =>
    {
        var disk = new HeldBlock(Slow(world));
        var store = await BlockStores.OpenAsync(disk);
        var value = new SeededRandom(1).Octets(5000);
        await store.SetAsync("k", value, world.Stop);
        disk.HoldNextRead();
        var reading = store.GetAsync("k", world.Stop).AsTask();
        var writing = WriteManyAsync(store, world);
        await world.DelayAsync(TimeSpan.FromMinutes(1));

        Assert.True(disk.IsHeld);
        Assert.False(writing.IsCompleted);
        disk.LetGo();
        Assert.Equal(value, (await reading)!.Value.ToArray());
        await writing;
        Assert.Equal(value, (await store.GetAsync("k", world.Stop))!.Value.ToArray());
    });

    [Fact]
    public void A_write_that_waits_can_be_given_up_and_one_that_has_begun_goes_on() => World.Run(async world =>
    {
        var disk = Slow(world);
        var store = await BlockStores.OpenAsync(disk);
        using var source = new CancellationTokenSource();
        var begun = store.SetAsync("begun", default, source.Token).AsTask();
        var waits = store.SetAsync("waits", default, source.Token).AsTask();
        var later = store.SetAsync("later", default, world.Stop).AsTask();
        source.Cancel();

        await begun;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        await later;
        Assert.Equal(["begun", "later"], (await store.ContentAsync()).Keys);
    });

    [Fact]
    public void A_write_is_seen_when_it_is_on_the_disk_and_a_batch_at_once() => World.Run(async world =>
    {
        var store = await BlockStores.OpenAsync(Slow(world));
        await store.SetAsync("a", new byte[] { 1 }, world.Stop);
        var writing = store.ApplyAsync(new KeyValueBatch().Set("a", new byte[] { 2 }).Set("b", new byte[] { 2 }), world.Stop).AsTask();
        Assert.Equal(KeyInfo.None, await store.FindAsync("b", world.Stop));
        while (!writing.IsCompleted)
        {
            var (a, b) = (await store.GetAsync("a", world.Stop), await store.FindAsync("b", world.Stop));
            Assert.True(a!.Value.Span[0] == 1 || b.Kind == KeyKind.Value);
        }

        await writing;
        Assert.Equal([2], (await store.GetAsync("b", world.Stop))!.Value.ToArray());
    });

    [Fact]
    public void Closing_waits_for_the_write_that_is_under_way() => World.Run(async world =>
    {
        var disk = Slow(world);
        var store = await BlockStores.OpenAsync(disk);
        var begun = store.SetAsync("begun", default, world.Stop).AsTask();
        var waits = store.SetAsync("waits", default, world.Stop).AsTask();
        await store.DisposeAsync();

        Assert.True(begun.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waits);
        Assert.Equal(["begun"], (await (await BlockStores.OpenAsync(disk)).ContentAsync()).Keys);
    });

    private static async Task WriteManyAsync(BlockStore store, World world)
    {
        for (var i = 0; i < 100; i++)
        {
            await store.SetAsync("other", new byte[3000], world.Stop);
        }
    }

    private static MemoryBlock Slow(World world) =>
        new(BlockStores.SmallDiskBytes / 512, 512, world.Clock) { Latency = TimeSpan.FromMilliseconds(1) };

    private static Key KeyOf(int writer) => string.Create(CultureInfo.InvariantCulture, $"w{writer}");

    private static byte[] ValueOf(int writer, int i) => [(byte)writer, (byte)i];
}
