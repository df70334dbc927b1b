namespace MirageGen.TestKit.Tests.Storage;

public sealed class MemoryBlockTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sectors_are_gathered_and_scattered()
    {
        var disk = new MemoryBlock(100);
        var written = new byte[3 * 512];
        new SeededRandom(1).Fill(written);
        await disk.WriteAsync(10, [written.AsMemory(0, 100), written.AsMemory(100, 924), written.AsMemory(1024)], Cancellation);
        var first = new byte[600];
        var rest = new byte[512 * 4 - 600];
        await disk.ReadAsync(9, [first, rest], Cancellation);

        Assert.Equal([.. new byte[512], .. written], (byte[])[.. first, .. rest]);
    }

    [Fact]
    public async Task What_does_not_fit_the_disk_is_refused()
    {
        var disk = new MemoryBlock(10, 4096);
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.ReadAsync(9, new byte[8192], Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.WriteAsync(-1, new byte[4096], Cancellation));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.DiscardAsync(1, long.MaxValue, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await disk.ReadAsync(0, new byte[512], Cancellation));
        disk.IsReadOnly = true;
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.WriteAsync(0, new byte[4096], Cancellation));
        await disk.ReadAsync(9, new byte[4096], Cancellation);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryBlock(10, 1000));
    }

    [Fact]
    public async Task A_crash_loses_what_was_not_flushed()
    {
        var disk = new MemoryBlock(10);
        await disk.WriteAsync(0, Sectors(1, 1), Cancellation);
        await disk.FlushAsync(Cancellation);
        await disk.WriteAsync(1, Sectors(2, 2), Cancellation);
        disk.Crash();

        Assert.Equal([1, 1, 0, 0], await MarksAsync(disk));
    }

    [Fact]
    public async Task A_crash_tears_writes_between_sectors_only()
    {
        var outcomes = new HashSet<string>();
        for (ulong seed = 0; seed < 100; seed++)
        {
            var disk = new MemoryBlock(4);
            await disk.WriteAsync(0, Sectors(1, 1, 1), Cancellation);
            await disk.FlushAsync(Cancellation);
            await disk.WriteAsync(0, Sectors(2, 2, 2), Cancellation);
            disk.Crash(new SeededRandom(seed));
            outcomes.Add(string.Concat(await MarksAsync(disk)));
        }

        Assert.Equal(
            ["1110", "1120", "1210", "1220", "2110", "2120", "2210", "2220"], outcomes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_write_that_fails_may_have_written_a_part()
    {
        var written = new HashSet<int>();
        for (ulong seed = 0; seed < 50; seed++)
        {
            var disk = new MemoryBlock(4) { TearsFailedWrites = new SeededRandom(seed) };
            disk.Faults.FailNth(1);
            await Assert.ThrowsAsync<DeviceException>(async () => await disk.WriteAsync(0, Sectors(1, 1, 1, 1), Cancellation));
            var marks = await MarksAsync(disk);
            Assert.Equal(marks.OrderDescending(), marks);
            written.Add(marks.Sum(mark => mark));
        }

        Assert.Equal([0, 1, 2, 3], written.Order());
    }

    [Fact]
    public async Task Discarded_sectors_hold_rubbish()
    {
        var disk = new MemoryBlock(4);
        await disk.WriteAsync(0, Sectors(1, 2, 3), Cancellation);
        await disk.DiscardAsync(1, 2, Cancellation);

        Assert.Equal([1, 0xDD, 0xDD, 0], await MarksAsync(disk));
    }

    [Fact]
    public void A_disk_of_a_host_outlives_its_devices() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        await host.Disk("data", sectorCount: 8).WriteAsync(0, Sectors(7), world.Stop);
        var composed = await MemoryBlock.ConnectAsync(host, "data");

        Assert.Equal(8, composed.SectorCount);
        Assert.Equal([7, 0, 0, 0], await MarksAsync(composed));
    });

    private static byte[] Sectors(params byte[] marks) =>
        [.. marks.SelectMany(mark => Enumerable.Repeat(mark, 512))];

    /// <summary>The octet that each of the first sectors is filled with.</summary>
    private static async Task<byte[]> MarksAsync(MemoryBlock disk)
    {
        var octets = new byte[4 * disk.SectorBytes];
        await disk.ReadAsync(0, octets, Cancellation);
        var sectors = octets.Chunk(disk.SectorBytes).ToArray();
        Assert.All(sectors, sector => Assert.Single(sector.Distinct()));
        return [.. sectors.Select(sector => sector[0])];
    }
}
