namespace MirageGen.Conformance;

/// <summary>What <see cref="IBlock"/> says of every disk.</summary>
/// <typeparam name="TDisks">The kind of disk.</typeparam>
public abstract class BlockConformance<TDisks>
    where TDisks : IBlockDisks, new()
{
    private const long Sectors = 1024;

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void It_says_what_it_is(int size) => Run(size, disk =>
    {
        Assert.Equal((size, Sectors, false), (disk.SectorBytes, disk.SectorCount, disk.IsReadOnly));
        Assert.True(disk.AlignmentBytes > 0 && (disk.AlignmentBytes & (disk.AlignmentBytes - 1)) == 0);
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void Sectors_are_gathered_and_scattered_whatever_the_buffers_lengths(int size) => Run(size, async disk =>
    {
        var written = Pattern(3 * size, 1);
        await disk.WriteAsync(10, [written.AsMemory(0, 100), default, written.AsMemory(100, size), written.AsMemory(100 + size)]);
        Memory<byte>[] read = [new byte[size + 1], new byte[1], default, new byte[(4 * size) - 2]];
        await disk.ReadAsync(9, read);

        Assert.Equal([.. new byte[size], .. written, .. new byte[size]], Joined(read));
        Assert.Equal(Pattern(3 * size, 1), written);
    });

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void The_whole_disk_is_written_and_read_at_once(int size) => Run(size, async disk =>
    {
        var written = Pattern((int)Sectors * size, 2);
        await disk.WriteAsync(0, written);
        var read = new byte[written.Length];
        await disk.ReadAsync(0, read);

        Assert.True(written.AsSpan().SequenceEqual(read));
    });

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_write_changes_its_own_sectors_only(int size) => Run(size, async disk =>
    {
        await disk.WriteAsync(0, Pattern(20 * size, 3));
        await disk.WriteAsync(7, Pattern(5 * size, 4));
        var read = new byte[20 * size];
        await disk.ReadAsync(0, read);

        Assert.Equal([.. Pattern(20 * size, 3)[..(7 * size)], .. Pattern(5 * size, 4), .. Pattern(20 * size, 3)[(12 * size)..]], read);
    });

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(Sectors, 1)]
    [InlineData(Sectors - 1, 2)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 1)]
    public void What_is_not_on_the_disk_is_refused(long sector, int count) => Run(512, async disk =>
    {
        var octets = new byte[count * 512];
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.ReadAsync(sector, octets));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.WriteAsync(sector, octets));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.DiscardAsync(sector, count));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.DiscardAsync(0, long.MaxValue));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await disk.DiscardAsync(0, -1));
    });

    [Theory]
    [InlineData(512, 1)]
    [InlineData(512, 513)]
    [InlineData(4096, 512)]
    public void Parts_of_sectors_are_refused(int size, int octets) => Run(size, async disk =>
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await disk.ReadAsync(0, new byte[octets]));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await disk.WriteAsync(0, new byte[octets]));
    });

    [Fact]
    public void Nothing_is_read_and_written_at_the_very_end_too() => Run(512, async disk =>
    {
        await disk.ReadAsync(Sectors, Memory<byte>.Empty);
        await disk.WriteAsync(Sectors, (IReadOnlyList<ReadOnlyMemory<byte>>)[]);
        await disk.DiscardAsync(Sectors, 0);
    });

    [Fact]
    public void A_read_only_disk_is_read_and_nothing_else() => new TDisks().Run(512, Sectors, isReadOnly: true, async disk =>
    {
        Assert.True(disk.IsReadOnly);
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.WriteAsync(0, new byte[512]));
        await Assert.ThrowsAsync<DeviceException>(async () => await disk.DiscardAsync(0, 1));
        await disk.FlushAsync();
        await disk.ReadAsync(Sectors - 1, new byte[512]);
    });

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void Discarding_leaves_the_neighbours_alone_and_the_sectors_usable(int size) => Run(size, async disk =>
    {
        await disk.WriteAsync(0, Pattern(100 * size, 5));
        await disk.DiscardAsync(3, 90);
        var read = new byte[100 * size];
        await disk.ReadAsync(0, read);
        Assert.Equal(Pattern(100 * size, 5)[..(3 * size)], read[..(3 * size)]);
        Assert.Equal(Pattern(100 * size, 5)[(93 * size)..], read[(93 * size)..]);

        await disk.WriteAsync(50, Pattern(size, 6));
        await disk.ReadAsync(50, read.AsMemory(0, size));
        Assert.Equal(Pattern(size, 6), read[..size]);
    });

    [Fact]
    public void Many_transfers_at_once_do_not_mix() => Run(512, async disk =>
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => disk.WriteAsync(i * 5, Pattern(5 * 512, i)).AsTask()));
        await disk.FlushAsync();
        var read = Enumerable.Range(0, 200).Select(static _ => new byte[5 * 512]).ToArray();
        await Task.WhenAll(read.Select((octets, i) => disk.ReadAsync(i * 5, octets).AsTask()));

        Assert.All(read, static (octets, i) => Assert.Equal(Pattern(5 * 512, i), octets));
    });

    [Fact]
    public void What_was_given_up_before_it_began_does_nothing() => Run(512, async disk =>
    {
        var given = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await disk.WriteAsync(0, Pattern(512, 7), given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await disk.ReadAsync(0, new byte[512], given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await disk.FlushAsync(given));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await disk.DiscardAsync(0, 1, given));
        var read = new byte[512];
        await disk.ReadAsync(0, read);
        Assert.Equal(new byte[512], read);
    });

    private static void Run(int size, Func<IBlock, Task> test) => new TDisks().Run(size, Sectors, isReadOnly: false, test);

    private static byte[] Pattern(int length, int seed)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
        {
            octets[i] = (byte)((i * 31) + (i >> 9) + (seed * 7) + 1);
        }

        return octets;
    }

    private static byte[] Joined(Memory<byte>[] buffers) => [.. buffers.SelectMany(static buffer => buffer.ToArray())];
}
