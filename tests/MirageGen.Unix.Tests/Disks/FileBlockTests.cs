using System.Diagnostics;

namespace MirageGen.Unix.Tests;

public sealed class FileBlockTests
{
    private const int Octets = 1 << 20;

    [Fact]
    public void What_is_written_is_in_the_file_and_what_is_in_the_file_is_read() => FileDisks.Run(Octets, async file =>
    {
        using (var disk = await FileBlock.ConnectAsync(file))
        {
            await disk.WriteAsync(3, [Filled(512, 1), Filled(512, 2)]);
            await disk.FlushAsync();
        }

        var octets = await File.ReadAllBytesAsync(file);
        Assert.Equal((Octets, 0, 1, 2, 0), (octets.Length, octets[1535], octets[1536], octets[2048], octets[2560]));
        using var again = await FileBlock.ConnectAsync(file, diskReadOnly: true, diskSectorBytes: 4096);
        var read = new byte[4096];
        await again.ReadAsync(0, (IReadOnlyList<Memory<byte>>)[read]);
        Assert.Equal(octets[..4096], read);
    });

    [Fact]
    public void A_file_that_is_no_disk_is_told() => FileDisks.Run(1000, async file =>
    {
        Assert.Equal(
            $"the disk '{file}' has 1000 octets, which are no whole sectors of 512",
            (await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file))).Message);
        Assert.StartsWith(
            $"cannot open the disk '{file}.none': ",
            (await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file + ".none"))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "cannot open the disk '/': ",
            (await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync("/"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "a disk has sectors of 512 or 4096 octets, not of 1000",
            (await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file, diskSectorBytes: 1000))).Message);
    });

    [Fact]
    public void A_disk_that_may_be_written_is_one_processs_alone() => FileDisks.Run(Octets, async file =>
    {
        using (await FileBlock.ConnectAsync(file))
        {
            await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file));
            await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file, diskReadOnly: true));
        }

        using var reader = await FileBlock.ConnectAsync(file, diskReadOnly: true);
        using var other = await FileBlock.ConnectAsync(file, diskReadOnly: true);
        await Assert.ThrowsAsync<DeviceException>(() => FileBlock.ConnectAsync(file));
    });

    [Fact]
    public void Discarded_sectors_are_holes() => FileDisks.Run(Octets, async file =>
    {
        using var disk = await FileBlock.ConnectAsync(file);
        await disk.WriteAsync(0, [Filled(Octets, 7)]);
        await disk.DiscardAsync(8, 64);
        var read = new byte[80 * 512];
        await disk.ReadAsync(0, (IReadOnlyList<Memory<byte>>)[read]);
        Assert.Equal([.. Filled(8 * 512, 7), .. new byte[64 * 512], .. Filled(8 * 512, 7)], read);
    });

    [Fact]
    public void A_file_that_has_become_shorter_fails_the_read_and_not_the_process() => FileDisks.Run(Octets, async file =>
    {
        using var disk = await FileBlock.ConnectAsync(file);

        // Not by .NET, which keeps to the lock.
        using (var truncate = Process.Start("truncate", ["-s", "700", file]))
        {
            await truncate.WaitForExitAsync();
        }

        var error = await Assert.ThrowsAsync<DeviceException>(async () => await disk.ReadAsync(1, (IReadOnlyList<Memory<byte>>)[new byte[512]]));
        Assert.Equal($"cannot read the disk '{file}': it ends at 700 octets, and had {Octets} when it was opened", error.Message);
    });

    [Fact]
    public void More_than_may_wait_is_refused_and_what_is_under_way_ends_after_the_disk_was_closed() => FileDisks.Run(Octets, async file =>
    {
        var disk = await FileBlock.ConnectAsync(file);
        using var gate = new ManualResetEventSlim();
        var held = Enumerable.Range(0, 16).Select(i => disk.WriteAsync(i, new HeldBuffers(Filled(512, 9), gate)).AsTask());
        var tasks = held.Concat(Enumerable.Range(16, 1008).Select(i => disk.WriteAsync(i, [Filled(512, 9)]).AsTask())).ToArray();
        Assert.Contains("too much is asked", (await Assert.ThrowsAsync<DeviceException>(async () => await disk.FlushAsync())).Message, StringComparison.Ordinal);
        disk.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await disk.FlushAsync());
        gate.Set();
        await Task.WhenAll(tasks);
        Assert.Equal(Filled(1024 * 512, 9), (await File.ReadAllBytesAsync(file))[..(1024 * 512)]);
    });

    [Fact]
    public void What_waits_can_be_given_up() => FileDisks.Run(Octets, async file =>
    {
        using var disk = await FileBlock.ConnectAsync(file);
        using var source = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var before = Enumerable.Range(0, 16).Select(i => disk.WriteAsync(i, new HeldBuffers(Filled(512, 1), gate)).AsTask()).ToArray();
        var given = disk.WriteAsync(300, [Filled(512, 2)], source.Token).AsTask();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        gate.Set();
        await Task.WhenAll(before);
        Assert.Equal(0, (await ReadAsync(disk, 300))[0]);
    });

    private static async Task<byte[]> ReadAsync(FileBlock disk, long sector)
    {
        var read = new byte[512];
        await disk.ReadAsync(sector, (IReadOnlyList<Memory<byte>>)[read]);
        return read;
    }

    private static byte[] Filled(int octets, byte mark)
    {
        var filled = new byte[octets];
        Array.Fill(filled, mark);
        return filled;
    }
}
