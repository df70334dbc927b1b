namespace MirageGen.Xen.Drivers.Tests;

/// <summary>What is asked of the other end, and what comes of it.</summary>
public sealed class BlockTransferTests
{
    [Theory]
    [InlineData("256", 4, 4)]
    [InlineData("32", 8, 8)]
    [InlineData("13", 20, 19)]
    [InlineData("11", 24, 0)]
    [InlineData("0", 24, 0)]
    public void A_mebioctet_is_as_many_requests_as_the_other_end_makes_of_it(string most, int requests, int indirect) => BlockRig.Run(
        async rig =>
        {
            var written = XenRig.Frame(1 << 20);
            await rig.Disk.WriteAsync(4, written);
            Assert.Equal(written, rig.Medium.Octets.AsSpan(4 * 512, 1 << 20).ToArray());
            Assert.Equal((requests - indirect, indirect), (rig.Blkback.Done[BlkbackWire.Write], rig.Blkback.Done[BlkbackWire.Indirect]));
            var read = new byte[1 << 20];
            await rig.Disk.ReadAsync(4, read);
            Assert.Equal(written, read);
        },
        blkback => blkback.Facts["feature-max-indirect-segments"] = most);

    [Fact]
    public void Pages_are_granted_once_and_few_are_used_while_little_is_under_way() => BlockRig.Run(async rig =>
    {
        var granted = rig.Machine.Table.Granted;
        for (var i = 0; i < 500; i++)
        {
            await rig.Disk.WriteAsync(i * 8, XenRig.Frame(4096, i));
        }

        Assert.Equal((granted, 1), (rig.Machine.Table.Granted, rig.Blkback.Pages!.Kept));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => rig.Disk.WriteAsync(i * 80, XenRig.Frame(40 * 512, i)).AsTask()));
        Assert.Equal(granted, rig.Machine.Table.Granted);
        Assert.InRange(rig.Blkback.Pages.Kept, 32, 352);
    });

    [Fact]
    public void Requests_of_one_turn_are_told_together() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var before = rig.Machine.Hypervisor.Notifications;
        var tasks = Enumerable.Range(0, 20).Select(i => rig.Disk.ReadAsync(i, new byte[512]).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        Assert.Equal((before + 1, 20), (rig.Machine.Hypervisor.Notifications, rig.Blkback.Held));
        rig.Blkback.ReleaseAll();
        await Task.WhenAll(tasks);
    });

    [Fact]
    public void A_full_ring_is_waited_for_first_come_first_served() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var order = new List<int>();
        var tasks = Enumerable.Range(0, 200).Select(RunAsync).ToArray();
        await XenRig.TurnsAsync();
        Assert.Equal(32, rig.Blkback.Held);
        while (rig.Blkback.Held > 0)
        {
            rig.Blkback.Release(0);
            await XenRig.TurnsAsync(3);
        }

        await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(0, 200), order);

        async Task RunAsync(int i)
        {
            await rig.Disk.WriteAsync(i * 4, XenRig.Frame(2048, i));
            order.Add(i);
        }
    });

    [Fact]
    public void Answers_may_come_in_any_order() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var written = XenRig.Frame(4 << 20)[..(BlockRig.Sectors * 512)];
        written.CopyTo(rig.Medium.Octets, 0);
        var read = Enumerable.Range(0, 64).Select(static _ => new byte[128 * 512]).ToArray();
        var tasks = read.Select((octets, i) => rig.Disk.ReadAsync(i * 128, octets).AsTask()).ToArray();
        while (!Array.TrueForAll(tasks, static task => task.IsCompleted))
        {
            await XenRig.TurnsAsync(3);
            if (rig.Blkback.Held > 0)
            {
                rig.Blkback.Release(rig.Machine.World.Random.NextInt32(rig.Blkback.Held));
            }
        }

        await Task.WhenAll(tasks);
        Assert.Equal(written, read.SelectMany(static octets => octets));
    });

    [Fact]
    public void More_than_may_wait_is_refused_and_the_rest_goes_on() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var tasks = Enumerable.Range(0, 1024).Select(i => rig.Disk.ReadAsync(i, new byte[512]).AsTask()).ToArray();
        Assert.Contains("too much is asked of the disk xvda at once", await BlockRig.FailureAsync(rig.Disk.FlushAsync()), StringComparison.Ordinal);
        rig.Blkback.IsServing = true;
        await XenRig.TurnsAsync();
        rig.Blkback.ReleaseAll();
        await Task.WhenAll(tasks);
        await rig.VerifyTransfersAsync();
    });

    [Theory]
    [InlineData(BlkbackWire.Error, "its other end reports an error of the disk")]
    [InlineData(BlkbackWire.NotSupported, "its other end does not do that")]
    [InlineData(-7, "its other end reports -7")]
    [InlineData(1, "its other end reports 1")]
    public void A_failure_is_told_in_a_sentence(int status, string why) => BlockRig.Run(async rig =>
    {
        rig.Blkback.Verdict = _ => (short)status;
        Assert.Equal($"the disk xvda fails to read 1024 octets at 2560: {why}", await BlockRig.FailureAsync(rig.Disk.ReadAsync(5, new byte[1024])));
        Assert.Equal($"the disk xvda fails to write 512 octets at 0: {why}", await BlockRig.FailureAsync(rig.Disk.WriteAsync(0, new byte[512])));
        Assert.Equal($"the disk xvda fails to discard 512 octets at 0: {why}", await BlockRig.FailureAsync(rig.Disk.DiscardAsync(0, 1)));
        Assert.Equal($"the disk xvda cannot be flushed: {why}", await BlockRig.FailureAsync(rig.Disk.FlushAsync()));
        rig.Blkback.Verdict = static _ => BlkbackWire.Okay;
        await rig.VerifyTransfersAsync();
        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void A_transfer_that_fails_in_part_asks_for_no_more_and_waits_for_what_is_under_way() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var write = rig.Disk.WriteAsync(0, new byte[3 << 20]).AsTask();
        await XenRig.TurnsAsync();
        var underWay = rig.Blkback.Held;
        rig.Blkback.Verdict = static _ => BlkbackWire.Error;
        rig.Blkback.Release(2);
        rig.Blkback.Verdict = static _ => BlkbackWire.Okay;
        await XenRig.TurnsAsync();
        Assert.Equal((underWay - 1, false), (rig.Blkback.Held, write.IsCompleted));
        rig.Blkback.ReleaseAll();
        Assert.Contains("reports an error", (await Assert.ThrowsAsync<DeviceException>(() => write)).Message, StringComparison.Ordinal);
        rig.Blkback.IsServing = true;
        await rig.VerifyTransfersAsync();
    });

    [Theory]
    [InlineData("1", "1", BlkbackWire.FlushDiskcache)]
    [InlineData("1", null, BlkbackWire.FlushDiskcache)]
    [InlineData("0", "1", BlkbackWire.WriteBarrier)]
    [InlineData(null, "1", BlkbackWire.WriteBarrier)]
    [InlineData("0", "0", 0)]
    [InlineData("0", null, 0)]
    public void A_flush_is_what_the_other_end_offers(string? flush, string? barrier, byte operation) => BlockRig.Run(
        async rig =>
        {
            await rig.Disk.FlushAsync();
            Assert.Equal(operation == 0 ? 0 : 1, rig.Medium.Flushes);
            Assert.Equal(operation == 0 ? 0 : 1, rig.Blkback.Done[operation]);
        },
        blkback => Offer(blkback, flush, barrier));

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "0")]
    public void Where_nobody_says_how_to_flush_nothing_is_promised(string? flush, string? barrier) => BlockRig.Run(
        async rig =>
        {
            await rig.Disk.WriteAsync(0, new byte[512]);
            Assert.Contains("cannot be flushed: its other end offers no flush", await BlockRig.FailureAsync(rig.Disk.FlushAsync()), StringComparison.Ordinal);
            await rig.Disk.WriteAsync(0, new byte[512]);
        },
        blkback => Offer(blkback, flush, barrier));

    [Fact]
    public void Discarding_is_not_told_to_an_other_end_that_does_not_want_to_know() => BlockRig.Run(
        async rig =>
        {
            await rig.Disk.DiscardAsync(0, 100);
            Assert.Equal(0, rig.Blkback.Done[BlkbackWire.Discard]);
        },
        blkback => blkback.Facts["feature-discard"] = "0");

    [Theory]
    [InlineData(0, 8, 0, 8)]
    [InlineData(0, 7, 0, 0)]
    [InlineData(1, 14, 0, 0)]
    [InlineData(1, 15, 8, 8)]
    [InlineData(3, 30, 8, 24)]
    [InlineData(8180, 12, 8184, 8)]
    public void Units_of_the_other_ends_are_discarded_whole(long sector, long count, long first, long discarded) => BlockRig.Run(
        async rig =>
        {
            rig.Medium.Octets.AsSpan().Fill(1);
            await rig.Disk.DiscardAsync(sector, count);
            var expected = new byte[rig.Medium.Octets.Length];
            expected.AsSpan().Fill(1);
            expected.AsSpan((int)first * 512, (int)discarded * 512).Fill(0xdd);
            Assert.Equal(expected, rig.Medium.Octets);
            Assert.Equal(discarded == 0 ? 0 : 1, rig.Blkback.Done[BlkbackWire.Discard]);
        },
        blkback => blkback.Facts["discard-granularity"] = "4096");

    [Fact]
    public void Units_may_begin_beside_the_disk() => BlockRig.Run(
        async rig =>
        {
            rig.Medium.Octets.AsSpan().Fill(1);
            await rig.Disk.DiscardAsync(0, 20);
            var octets = rig.Medium.Octets;
            Assert.Equal((1, 0xdd, 0xdd, 1), (octets[(3 * 512) - 1], octets[3 * 512], octets[(19 * 512) - 1], octets[19 * 512]));
        },
        blkback =>
        {
            blkback.Facts["discard-granularity"] = "4096";
            blkback.Facts["discard-alignment"] = "1536";
        });

    private static void Offer(Blkback blkback, string? flush, string? barrier)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("feature-flush-cache", flush), ("feature-barrier", barrier)])
        {
            _ = blkback.Facts.Remove(name);
            if (value is not null)
            {
                blkback.Facts.Add(name, value);
            }
        }
    }
}
