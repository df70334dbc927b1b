namespace MirageGen.Storage.Tests;

/// <summary>Beside a store in memory: the same writes at random, also such as cannot be done, with restarts in between.</summary>
public sealed class BlockStoreModelFuzzTests
{
    private const int Operations = 2000;

    private static readonly string[] Keys =
        ["a", "b", "a/a", "a/b", "b/a", "a/a/a", "a/b/c", "b/a/c/d", "c/x", "c/y/z", "c/y/w", "ä/ö", "a-b", ""];

    [Fact]
    public async Task It_is_what_a_store_in_memory_is()
    {
        foreach (var seed in new FuzzBudget(ordinaryRuns: 12).Seeds())
        {
            var random = new SeededRandom(seed);
            var clock = new FixedClock();
            var model = new MemoryStore(clock);
            var disk = new MemoryBlock(random.Chance(0.5) ? 3000 : 6000, random.Chance(0.5) ? 512 : 4096);
            var store = await BlockStores.OpenAsync(disk, clock: clock);
            for (var i = 0; i < Operations; i++)
            {
                clock.Now += TimeSpan.FromSeconds(1);
                var write = AnyWrite(random);
                Assert.True(await IsDoneAsync(write, model) == await IsDoneAsync(write, store), $"seed {seed}, operation {i}");
                if (random.Chance(0.02))
                {
                    store = await BlockStores.OpenAsync(disk, clock: clock);
                }

                await VerifyAsync(model, store, AnyKey(random));
                if (random.Chance(0.05))
                {
                    Assert.True(BlockStores.AreEqual(await model.ContentAsync(), await store.ContentAsync()), $"seed {seed}, operation {i}");
                }
            }
        }
    }

    private static async Task VerifyAsync(MemoryStore model, BlockStore store, Key key)
    {
        Assert.Equal(await model.FindAsync(key), await store.FindAsync(key));
        Assert.Equal(await model.ListAsync(key), await store.ListAsync(key));
        Assert.Equal((await model.GetAsync(key))?.ToArray(), (await store.GetAsync(key))?.ToArray());
    }

    private static async Task<bool> IsDoneAsync(Func<IKeyValueStore, ValueTask> write, IKeyValueStore store)
    {
        try
        {
            await write(store);
            return true;
        }
        catch (DeviceException)
        {
            return false;
        }
    }

    private static Func<IKeyValueStore, ValueTask> AnyWrite(SeededRandom random)
    {
        var (key, other) = (AnyKey(random), AnyKey(random));
        switch (random.NextInt32(10))
        {
            case < 5:
                var value = AnyValue(random);
                return store => store.SetAsync(key, value);
            case 5:
                return store => store.RemoveAsync(key);
            case 6 or 7:
                return store => store.RenameAsync(key, other);
            case 8:
                return store => store.FlushAsync();
            default:
                var batch = new KeyValueBatch();
                for (var i = random.NextInt32(6); i > 0; i--)
                {
                    _ = random.Chance(0.4) ? batch.Remove(AnyKey(random)) : batch.Set(AnyKey(random), AnyValue(random));
                }

                return store => store.ApplyAsync(batch);
        }
    }

    private static Key AnyKey(SeededRandom random) => Keys[random.NextInt32(Keys.Length)];

    private static byte[] AnyValue(SeededRandom random) =>
        random.Octets(random.Chance(0.1) ? random.NextInt32(100_000) : random.NextInt32(2000));
}
