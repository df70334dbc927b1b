namespace MirageGen.Storage.Tests;

/// <summary>Disks that do not hold what was written to them.</summary>
public sealed class BlockStoreDamageFuzzTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The record behind the damaged one tells that it was safe.</summary>
    [Fact]
    public async Task A_bit_that_has_changed_is_an_error_or_no_matter_and_never_another_value()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        for (var i = 0; i < 60; i++)
        {
            await store.SetAsync($"k{i % 20}", new SeededRandom((ulong)i).Octets(i * 37), Cancellation);
            await store.FlushAsync(Cancellation);
        }

        // Says that all before it is safe.
        var expected = await store.ContentAsync();
        await store.SetAsync("last", default, Cancellation);
        expected.Add("last", []);
        var errors = 0;
        foreach (var seed in new FuzzBudget(ordinaryRuns: 1500).Seeds())
        {
            var random = new SeededRandom(seed);
            var damaged = await BlockStoreDiskTests.CopyAsync(disk, disk.SectorCount, disk.SectorBytes);
            await FlipAsync(damaged, random);
            try
            {
                var content = await (await BlockStores.OpenAsync(damaged)).ContentAsync();

                // Nothing was promised of the last one, which was not flushed.
                content["last"] = [];
                Assert.True(BlockStores.AreEqual(expected, content), $"seed {seed}");
            }
            catch (DeviceException error)
            {
                Assert.Contains("damage", error.Message, StringComparison.Ordinal);
                errors++;
            }
        }

        Assert.True(errors > 0);
    }

    [Fact]
    public async Task A_value_that_is_damaged_while_the_store_is_open_is_an_error_that_names_its_key()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("a/b", new byte[5000], Cancellation);
        await disk.WriteAsync(20, Enumerable.Repeat((byte)7, 512).ToArray(), Cancellation);

        Assert.Equal(
            "the value of 'a/b' is damaged on the disk: remove it, and set it anew",
            (await Assert.ThrowsAsync<DeviceException>(async () => await store.GetAsync("a/b", Cancellation))).Message);
        await store.SetAsync("a/b", "2"u8.ToArray(), Cancellation);
        Assert.Equal("2"u8.ToArray(), (await store.GetAsync("a/b", Cancellation))!.Value.ToArray());
    }

    [Fact]
    public async Task A_damaged_value_keeps_the_log_from_being_copied_until_it_is_removed()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("bad", new byte[600], Cancellation);
        await disk.WriteAsync(17, Enumerable.Repeat((byte)7, 512).ToArray(), Cancellation);
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            while (true)
            {
                await store.SetAsync("k", new byte[1], Cancellation);
            }
        });

        Assert.Equal("the value of 'bad' is damaged on the disk: remove it, and set it anew", error.Message);
        await store.RemoveAsync("bad", Cancellation);
        await store.SetAsync("k", new byte[2], Cancellation);
        Assert.Equal(2, Assert.Single(await (await BlockStores.OpenAsync(disk)).ContentAsync()).Value.Length);
    }

    [Fact]
    public async Task A_record_that_was_safe_and_is_damaged_is_told_with_its_sector()
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        for (var i = 0; i < 3; i++)
        {
            await store.SetAsync($"k{i}", new byte[600], Cancellation);
            await store.FlushAsync(Cancellation);
        }

        await disk.WriteAsync(18, new byte[512], Cancellation);
        Assert.Equal(
            "the disk has lost what was safe on it: record 2 of the store, which begins at sector 18, is damaged; bring a copy of the disk back",
            (await Assert.ThrowsAsync<DeviceException>(() => BlockStores.OpenAsync(disk))).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task A_header_that_is_damaged_brings_no_old_log_back(long sector)
    {
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        for (var i = 0; i < 200; i++)
        {
            await store.SetAsync("k", BitConverter.GetBytes(i), Cancellation);
        }

        foreach (var rubbish in (byte[])[0, 7])
        {
            var damaged = await BlockStoreDiskTests.CopyAsync(disk, disk.SectorCount, disk.SectorBytes);
            await damaged.WriteAsync(sector, Enumerable.Repeat(rubbish, 512).ToArray(), Cancellation);
            Assert.Equal(
                "the store on the disk is damaged: its headers at octets 0 and 4096 do not belong together; bring a copy of the disk back",
                (await Assert.ThrowsAsync<DeviceException>(() => BlockStores.OpenAsync(damaged))).Message);
        }
    }

    [Fact]
    public async Task Values_that_look_like_records_are_none()
    {
        // A disk full of copies of itself: stale sectors of all kinds behind the end of every log.
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        var random = new SeededRandom(1);
        for (var i = 0; i < 300; i++)
        {
            var sector = new byte[512 * 4];
            await disk.ReadAsync(16 + random.NextInt32(100), sector, Cancellation);
            await store.SetAsync($"k{i % 9}", sector, Cancellation);
            if (random.Chance(0.2))
            {
                var before = await store.ContentAsync();
                store = await BlockStores.OpenAsync(disk);
                Assert.True(BlockStores.AreEqual(before, await store.ContentAsync()));
            }
        }
    }

    [Fact]
    public async Task Rubbish_is_refused_or_read_and_nothing_else_happens()
    {
        foreach (var seed in new FuzzBudget(ordinaryRuns: 300).Seeds())
        {
            var random = new SeededRandom(seed);
            var disk = BlockStores.SmallDisk();
            var store = await BlockStores.OpenAsync(disk);
            for (var i = 0; i < 20; i++)
            {
                await store.SetAsync($"k{i % 7}", random.Octets(random.NextInt32(2000)), Cancellation);
            }

            for (var i = 0; i < 1 + random.NextInt32(20); i++)
            {
                // Sectors of the disk in the wrong place, and octets at random.
                var octets = new byte[512 * (1 + random.NextInt32(5))];
                await disk.ReadAsync(random.NextInt32(60), octets, Cancellation);
                await disk.WriteAsync(random.NextInt32(60), random.Chance(0.5) ? octets : random.Octets(512), Cancellation);
            }

            try
            {
                store = await BlockStores.OpenAsync(disk);
                await store.SetAsync("more", random.Octets(3000), Cancellation);
                await store.ContentAsync();
            }
            catch (DeviceException)
            {
                // As it should be.
            }
        }
    }

    private static async Task FlipAsync(MemoryBlock disk, SeededRandom random)
    {
        var octets = new byte[512];
        var number = random.NextInt32((int)disk.SectorCount);
        await disk.ReadAsync(number, octets);
        octets[random.NextInt32(512)] ^= (byte)(1 << random.NextInt32(8));
        await disk.WriteAsync(number, octets);
    }
}
