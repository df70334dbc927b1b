using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Tests;

/// <summary>Which disks are taken.</summary>
public sealed class BlockStoreDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blank_disk_is_made_a_store_and_the_log_says_so()
    {
        var logs = new RecordingLoggerFactory();
        var disk = BlockStores.SmallDisk();
        _ = await BlockStores.OpenAsync(disk, logs);
        Assert.False(disk.HasUnflushed);
        _ = await BlockStores.OpenAsync(disk, logs);
        Assert.Equal("The disk was blank and is a store now, with room for 61440 octets", Assert.Single(logs.Entries).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1024)]
    [InlineData(65_536)]
    [InlineData(1_048_575)]
    public async Task A_disk_with_something_else_is_refused_and_left_alone(int offset)
    {
        var disk = new MemoryBlock(4096);
        var sector = new byte[512];
        sector[offset % 512] = 1;
        await disk.WriteAsync(offset / 512, sector, Cancellation);
        await disk.FlushAsync(Cancellation);

        Assert.Equal(
            "the disk is not blank and holds no store of ours: give another one, or write zeros over its first 1 MB if nothing on it is needed",
            await RefusalAsync(disk));
        Assert.False(disk.HasUnflushed);
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_refused()
    {
        Assert.Equal(
            "the disk is too small for a store: it has 138752 octets, and takes 139264 at least",
            await RefusalAsync(new MemoryBlock((139_264 / 512) - 1)));
        _ = await BlockStores.OpenAsync(new MemoryBlock(139_264 / 512));
    }

    [Fact]
    public async Task A_read_only_disk_is_read_and_not_written()
    {
        var disk = BlockStores.SmallDisk();
        disk.IsReadOnly = true;
        Assert.Equal("the disk is blank and read-only: a store can be made on it once it may be written", await RefusalAsync(disk));
        disk.IsReadOnly = false;
        await (await BlockStores.OpenAsync(disk)).SetAsync("k", new byte[] { 1 }, Cancellation);

        disk.IsReadOnly = true;
        var store = await BlockStores.OpenAsync(disk);
        Assert.Equal([1], (await store.GetAsync("k", Cancellation))?.ToArray());
        await store.FlushAsync(Cancellation);
        Assert.Equal(
            "the store cannot be written: its disk is read-only",
            (await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("k", default, Cancellation))).Message);
    }

    [Fact]
    public async Task A_disk_that_has_shrunk_is_refused_and_one_that_has_grown_is_used_as_far_as_it_was()
    {
        var disk = BlockStores.SmallDisk();
        await (await BlockStores.OpenAsync(disk)).SetAsync("k", new byte[] { 1 }, Cancellation);

        Assert.Equal(
            "the store was made on a disk of 300 sectors, and the disk has 299: make it as large as it was",
            await RefusalAsync(await CopyAsync(disk, 299, 512)));
        Assert.Equal(
            "the store was made on a disk with sectors of 512 octets, and the disk has sectors of 4096",
            await RefusalAsync(await CopyAsync(disk, 300, 4096)));
        var grown = await CopyAsync(disk, 3000, 512);
        var store = await BlockStores.OpenAsync(grown);
        Assert.Equal([1], (await store.GetAsync("k", Cancellation))?.ToArray());
        await Assert.ThrowsAsync<DeviceException>(async () => await store.SetAsync("k", new byte[100_000], Cancellation));
    }

    [Fact]
    public async Task A_write_that_was_cut_off_is_told_of_and_left_out()
    {
        var logs = new RecordingLoggerFactory();
        var disk = BlockStores.SmallDisk();
        var store = await BlockStores.OpenAsync(disk);
        await store.SetAsync("safe", new byte[] { 1 }, Cancellation);
        await store.FlushAsync(Cancellation);
        await store.SetAsync("lost", new SeededRandom(1).Octets(4000), Cancellation);
        await disk.WriteAsync(20, new byte[512], Cancellation);

        store = await BlockStores.OpenAsync(disk, logs);
        Assert.Equal(["safe"], (await store.ContentAsync()).Keys);
        Assert.Equal(
            (LogLevel.Warning, "What was written last before the store was opened had not been flushed, and is lost in part: record 2 and those behind it, from sector 17 on, are left out"),
            Assert.Single(logs.Entries) is var entry ? (entry.Level, entry.Message) : default);
    }

    internal static async Task<MemoryBlock> CopyAsync(MemoryBlock disk, long sectorCount, int sectorBytes)
    {
        var octets = new byte[Math.Min(disk.SectorCount * disk.SectorBytes, sectorCount * sectorBytes) / sectorBytes * sectorBytes];
        var whole = new byte[disk.SectorCount * disk.SectorBytes];
        await disk.ReadAsync(0, whole);
        whole.AsSpan(0, octets.Length).CopyTo(octets);
        var copy = new MemoryBlock(sectorCount, sectorBytes);
        await copy.WriteAsync(0, octets);
        await copy.FlushAsync();
        return copy;
    }

    private static async Task<string> RefusalAsync(IBlock disk) =>
        (await Assert.ThrowsAsync<DeviceException>(() => BlockStores.OpenAsync(disk))).Message;
}
