using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Tests;

/// <summary>A disk that fails.</summary>
public sealed class BlockStoreFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The one failure is put before every operation of the disk in turn.</summary>
    [Fact]
    public async Task Wherever_the_disk_fails_once_nothing_that_was_acknowledged_is_lost()
    {
        for (var n = 1; ; n++)
        {
            var disk = BlockStores.SmallDisk();
            var store = await BlockStores.OpenAsync(disk);
            disk.TearsFailedWrites = new SeededRandom((ulong)n);
            disk.Faults.FailNth(n);
            var expected = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            for (var i = 0; i < 60; i++)
            {
                var value = new SeededRandom((ulong)i).Octets(2000 + i);
                try
                {
                    await store.SetAsync($"k{i % 7}", value, Cancellation);
                    expected[$"k{i % 7}"] = value;
                    await store.FlushAsync(Cancellation);
                }
                catch (DeviceException)
                {
                    Assert.Equal(1, disk.Faults.Fired);
                }
            }

            var hasFired = disk.Faults.Fired > 0;
            disk.Faults.Clear();
            Assert.True(BlockStores.AreEqual(expected, await store.ContentAsync()), $"operation {n}");
            await store.FlushAsync(Cancellation);
            disk.Crash();
            Assert.True(BlockStores.AreEqual(expected, await (await BlockStores.OpenAsync(disk)).ContentAsync()), $"operation {n}");
            if (!hasFired)
            {
                Assert.True(n > 100);
                return;
            }
        }
    }

    [Fact]
    public async Task A_write_that_failed_counts_for_nothing_once_another_was_done()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("k", new byte[] { 1 }, Cancellation);
        disk.Faults.FailNth(1, "no answer");
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("k", new byte[] { 2 }, Cancellation));
        Assert.StartsWith("no answer", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], (await store.GetAsync("k", Cancellation))!.Value.ToArray());

        await store.SetAsync("other", default, Cancellation);
        store = await BlockStores.OpenAsync(disk);
        Assert.Equal([1], (await store.GetAsync("k", Cancellation))!.Value.ToArray());
        Assert.Equal(KeyKind.Value, (await store.FindAsync("other", Cancellation)).Kind);
    }

    /// <summary>Some systems forget what they could not write when they have told it once.</summary>
    [Fact]
    public async Task After_a_flush_that_failed_everything_is_written_again()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("k", new byte[] { 1 }, Cancellation);
        disk.Faults.FailNth(1);
        await Assert.ThrowsAsync<DeviceException>(async () => await store.FlushAsync(Cancellation));
        var writes = disk.Faults.Operations;
        await store.FlushAsync(Cancellation);

        Assert.True(disk.Faults.Operations - writes > 3);
        disk.Crash();
        Assert.Equal(["k"], (await (await BlockStores.OpenAsync(disk)).ContentAsync()).Keys);
    }

    [Fact]
    public async Task A_disk_that_fails_for_good_can_still_be_read()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("k", new byte[] { 1 }, Cancellation);
        disk.Faults.FailWhen(operation => operation.Kind is not DeviceOperationKind.Read);
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("k", new byte[] { 2 }, Cancellation));
            await Assert.ThrowsAsync<DeviceException>(async () => await store.FlushAsync(Cancellation));
        }

        Assert.Equal([1], (await store.GetAsync("k", Cancellation))!.Value.ToArray());
        disk.Faults.Clear();
        await store.SetAsync("k", new byte[] { 3 }, Cancellation);
        Assert.Equal([3], (await (await BlockStores.OpenAsync(disk)).GetAsync("k", Cancellation))!.Value.ToArray());
    }

    [Fact]
    public async Task A_log_that_cannot_be_copied_goes_on_where_there_is_room_and_says_so()
    {
        var logs = new RecordingLoggerFactory();
        var disk = new MemoryBlock();
        var store = await BlockStores.OpenAsync(disk, logs);
        disk.Faults.FailWhen(static operation =>
            operation.Kind == DeviceOperationKind.Write && long.Parse(operation.Subject, CultureInfo.InvariantCulture) > MemoryBlock.DefaultSectorCount / 2);
        for (var i = 0; i < 2000; i++)
        {
            await store.SetAsync("k", BitConverter.GetBytes(i).Concat(new byte[1000]).ToArray(), Cancellation);
        }

        // When it has become longer than 1 MB, and again a quarter longer each.
        Assert.Equal(5, logs.AtLeast(LogLevel.Warning).Count(entry => entry.Message.StartsWith(
            "The log cannot be copied to the other half of the disk, and goes on where it is: injected fault", StringComparison.Ordinal)));
        store = await BlockStores.OpenAsync(disk);
        Assert.Equal(1999, BitConverter.ToInt32((await store.GetAsync("k", Cancellation))!.Value.Span));
    }

    /// <summary>It is in the disk's cache, as the process that wrote it has left it, when the power fails.</summary>
    [Fact]
    public async Task A_header_that_was_found_is_safe_before_the_half_that_it_calls_free_is_written()
    {
        for (var sectors = 0; sectors < 250; sectors++)
        {
            var disk = BlockStores.SmallDisk();
            var store = await BlockStores.OpenAsync(disk);
            await store.SetAsync("safe", new byte[3000], Cancellation);
            await store.FlushAsync(Cancellation);
            await WriteUntilHeaderIsNotFlushedAsync(store, disk);

            var random = new SeededRandom((ulong)sectors);
            store = await BlockStores.OpenAsync(new CutPowerBlock(disk, random, sectors));
            await Assert.ThrowsAsync<DeviceException>(() => WriteManyAsync(store));
            disk.Crash(random);
            store = await BlockStores.OpenAsync(disk);
            Assert.Equal(3000, (await store.GetAsync("safe", Cancellation))?.Length);
        }
    }

    private static async Task WriteUntilHeaderIsNotFlushedAsync(BlockStore store, MemoryBlock disk)
    {
        var written = string.Empty;
        disk.Faults.FailWhen(operation =>
        {
            written = operation.Kind == DeviceOperationKind.Write ? operation.Subject : written;
            return operation.Kind == DeviceOperationKind.Flush && written == "8";
        });
        await Assert.ThrowsAsync<DeviceException>(() => WriteManyAsync(store));
        disk.Faults.Clear();
    }

    private static async Task WriteManyAsync(BlockStore store)
    {
        for (var i = 0; i < 1000; i++)
        {
            await store.SetAsync("k", new byte[3000]);
        }
    }
}
