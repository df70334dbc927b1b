namespace MirageGen.Storage.Tests;

/// <summary>How much there is room for.</summary>
public sealed class BlockStoreRoomTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public async Task What_is_overwritten_a_thousand_times_takes_no_more_room(int sectorBytes)
    {
        var disk = BlockStores.SmallDisk(sectorBytes);
        var store = await BlockStores.OpenAsync(disk);
        var value = new byte[4000];
        for (var i = 0; i < 1000; i++)
        {
            value[17] = (byte)i;
            await store.SetAsync($"k{i % 5}", value, Cancellation);
        }

        store = await BlockStores.OpenAsync(disk);
        Assert.Equal([227, 228, 229, 230, 231], (await store.ContentAsync()).Values.Select(octets => (int)octets[17]));
    }

    [Fact]
    public async Task A_log_that_is_mostly_waste_is_copied_long_before_it_is_full()
    {
        var disk = new MemoryBlock();
        var store = await BlockStores.OpenAsync(disk);
        for (var i = 0; i < 600; i++)
        {
            await store.SetAsync("k", new byte[1000], Cancellation);
        }

        Assert.Equal(0, await GenerationInSecondHalfAsync(disk));
        for (var i = 0; i < 200; i++)
        {
            await store.SetAsync("k", new byte[1000], Cancellation);
        }

        Assert.Equal(2, await GenerationInSecondHalfAsync(disk));
        Assert.Equal(1000, (await (await BlockStores.OpenAsync(disk)).FindAsync("k", Cancellation)).Size);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public async Task A_full_store_says_so_keeps_what_it_has_and_can_be_emptied_one_by_one(int sectorBytes)
    {
        var disk = BlockStores.SmallDisk(sectorBytes);
        var store = await BlockStores.OpenAsync(disk);
        var count = 0;
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            for (; ; count++)
            {
                await store.SetAsync($"k{count}", new byte[100], Cancellation);
            }
        });
        Assert.Matches(@"^the store is full: \d+ of \d+ octets are taken, and what is written takes \d+; remove something, or give it a larger disk$", error.Message);
        Assert.InRange(count, 350, 600);

        store = await BlockStores.OpenAsync(disk);
        Assert.Equal(count, (await store.ContentAsync()).Count);
        for (; count > 0; count--)
        {
            await store.RemoveAsync($"k{count - 1}", Cancellation);
        }

        Assert.Empty(await (await BlockStores.OpenAsync(disk)).ContentAsync());
        await store.SetAsync("again", new byte[100], Cancellation);
    }

    [Fact]
    public async Task A_value_larger_than_the_disk_is_refused()
    {
        var store = await BlockStores.OpenAsync(BlockStores.SmallDisk());
        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("k", new byte[BlockStores.SmallDiskBytes], Cancellation));
        await store.SetAsync("k", new byte[BlockStores.SmallDiskBytes / 3], Cancellation);
        Assert.Equal(BlockStores.SmallDiskBytes / 3, (await store.FindAsync("k", Cancellation)).Size);
    }

    [Fact]
    public async Task A_batch_with_more_keys_than_any_may_have_is_refused()
    {
        var store = await BlockStores.OpenAsync(new MemoryBlock());
        var batch = new KeyValueBatch();
        for (var i = 0; i < 2000; i++)
        {
            batch.Set($"{new string('x', 600)}{i}", default);
        }

        Assert.Equal(
            "the batch of 2000 writes is too large: its keys take more than 1048576 octets; write it as several",
            (await Assert.ThrowsAsync<DeviceException>(async () => await store.ApplyAsync(batch, Cancellation))).Message);
        Assert.Empty(await store.ContentAsync());
    }

    [Fact]
    public async Task Keys_take_no_more_memory_than_they_may_and_can_be_removed()
    {
        const int Limit = 20_000;
        var disk = new MemoryBlock();
        var store = await BlockStores.OpenAsync(disk, memoryLimit: Limit);
        var count = 0;
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            for (; ; count++)
            {
                await store.SetAsync($"d{count}/k", default, Cancellation);
            }
        });
        Assert.Matches(@"^the store is full: its keys take \d+ octets of memory, and may take 20000; remove some, or give it more memory$", error.Message);
        Assert.InRange(count, 25, 35);
        await store.SetAsync("d0/k", new byte[10], Cancellation);
        await store.RemoveAsync("d0", Cancellation);
        await store.SetAsync("e0/k", default, Cancellation);

        Assert.Equal(
            "the keys of the store on the disk take more than 10000 octets of memory, a quarter of what there is: give it more",
            (await Assert.ThrowsAsync<DeviceException>(() => BlockStores.OpenAsync(disk, memoryLimit: Limit / 2))).Message);
    }

    [Fact]
    public async Task Large_values_and_batches_are_copied_too()
    {
        var random = new SeededRandom(1);
        var disk = new MemoryBlock(8 * 1024 * 2);
        var store = await BlockStores.OpenAsync(disk);
        var expected = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var round = 0; round < 30; round++)
        {
            var batch = new KeyValueBatch();
            foreach (var (key, length) in ((string, int)[])[("large", 1_000_000), ("middle", 70_000), ("small", 100), ("empty", 0)])
            {
                expected[$"{round % 2}/{key}"] = random.Octets(length);
                batch.Set($"{round % 2}/{key}", expected[$"{round % 2}/{key}"]);
            }

            await store.ApplyAsync(batch, Cancellation);
            Assert.True(BlockStores.AreEqual(expected, await store.ContentAsync()));
        }

        Assert.True(BlockStores.AreEqual(expected, await (await BlockStores.OpenAsync(disk)).ContentAsync()));
    }

    private static async Task<int> GenerationInSecondHalfAsync(MemoryBlock disk)
    {
        var header = new byte[512];
        await disk.ReadAsync(8, header);
        return header[16];
    }
}
