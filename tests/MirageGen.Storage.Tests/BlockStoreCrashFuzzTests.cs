namespace MirageGen.Storage.Tests;

/// <summary>
/// A machine that loses its power at any moment, on a disk that keeps any of the sectors that were not flushed: what is there
/// afterwards is what was there after some write, and after the last one before the last flush at least.
/// </summary>
public sealed class BlockStoreCrashFuzzTests
{
    private const int Lives = 8;

    [Fact]
    public async Task What_was_flushed_survives_and_the_rest_does_so_in_order()
    {
        foreach (var seed in new FuzzBudget(ordinaryRuns: 250).Seeds())
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}: {error.Message}", error);
            }
        }
    }

    private static async Task RunAsync(ulong seed)
    {
        var random = new SeededRandom(seed);
        var disk = BlockStores.SmallDisk(random.Chance(0.7) ? 512 : 4096);
        var operations = new StoreOperations(random, largestValue: 6000);
        var history = new StoreHistory();
        for (var life = 0; life < Lives; life++)
        {
            var block = new CutPowerBlock(disk, random, random.NextInt32(random.Chance(0.3) ? 20 : 900))
            {
                FailsAfterwards = random.Chance(0.3) ? 0.05 : 0,
            };
            disk.Faults.Clear();
            if (random.Chance(0.3))
            {
                // A disk that fails now and then as well, and has written a part.
                disk.TearsFailedWrites = random;
                disk.Faults.FailWhen(operation => operation.Kind is DeviceOperationKind.Write or DeviceOperationKind.Flush && random.Chance(0.03));
            }

            await LiveAsync(block, operations, history, random);
            disk.Faults.Clear();
            var hasCrashed = random.Chance(0.8);
            if (hasCrashed)
            {
                disk.Crash(random.Chance(0.7) ? random : null);
            }

            history.EndWith(await (await BlockStores.OpenAsync(disk)).ContentAsync(), hasCrashed);
        }
    }

    private static async Task LiveAsync(CutPowerBlock block, StoreOperations operations, StoreHistory history, SeededRandom random)
    {
        BlockStore store;
        try
        {
            store = await BlockStores.OpenAsync(block);
        }
        catch (DeviceException)
        {
            // Formatting a blank disk may fail: then it is tried again in the next life.
            return;
        }

        while (!block.IsCut)
        {
            try
            {
                if (random.Chance(0.15))
                {
                    await store.FlushAsync();
                    history.Flushed();
                    continue;
                }
            }
            catch (DeviceException)
            {
                continue;
            }

            var (write, after) = operations.Next(history.Last);
            try
            {
                await write(store);
                history.Done(after);
            }
            catch (DeviceException)
            {
                history.Failed(after);
                if (!block.IsCut && !BlockStores.AreEqual(history.Last, await store.ContentAsync()))
                {
                    throw new InvalidOperationException("a write that failed can be seen");
                }
            }
        }
    }
}
