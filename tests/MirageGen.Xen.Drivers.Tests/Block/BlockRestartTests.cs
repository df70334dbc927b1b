using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The other end goes and comes.</summary>
public sealed class BlockRestartTests
{
    [Fact]
    public void Transfers_go_on_after_the_other_end_has_restarted_and_nothing_is_lost_of_memory() => BlockRig.Run(async rig =>
    {
        var (pages, grants, ports) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts);
        for (var round = 0; round < 10; round++)
        {
            await rig.VerifyTransfersAsync(round);
            if (round % 2 == 0)
            {
                rig.Blkback.Restart();
            }
            else
            {
                rig.Blkback.Close();
            }

            await XenRig.TurnsAsync(100);
            Assert.True(rig.Disk.IsUp && rig.Blkback.IsConnected);
            Assert.Equal((pages, grants, ports), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts));
        }

        await rig.VerifyTransfersAsync(20);
        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void What_was_under_way_is_asked_again_in_its_order_and_a_flush_behind_the_writes_before_it() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var tasks = new List<Task>();
        for (var i = 0; i < 4; i++)
        {
            tasks.Add(rig.Disk.WriteAsync(i * 100, XenRig.Frame(20 * 512, i)).AsTask());
            tasks.Add(rig.Disk.FlushAsync().AsTask());
        }

        await XenRig.TurnsAsync();
        Assert.Equal(8, rig.Blkback.Held);
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(100);
        var (writes, flushes) = (0, 0);
        while (rig.Blkback.Held > 0)
        {
            // A flush is not there before the writes in front of it are done, however long it is waited for.
            var waiting = Enumerable.Range(0, rig.Blkback.Held).Count(i => rig.Blkback.HeldOperation(i) == BlkbackWire.FlushDiskcache);
            Assert.True(waiting == 0 || writes >= flushes + waiting);
            var index = rig.Machine.World.Random.NextInt32(rig.Blkback.Held);
            _ = rig.Blkback.HeldOperation(index) == BlkbackWire.Write ? writes++ : flushes++;
            rig.Blkback.Release(index);
            await XenRig.TurnsAsync(5);
        }

        await Task.WhenAll(tasks);
        Assert.Equal((4, 4), (writes, flushes));
        Assert.Equal(XenRig.Frame(20 * 512, 3), rig.Medium.Octets.AsSpan(300 * 512, 20 * 512).ToArray());
    });

    [Fact]
    public void What_was_answered_before_the_other_end_went_is_not_asked_again() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var tasks = Enumerable.Range(0, 10).Select(i => rig.Disk.WriteAsync(i, new byte[512]).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        for (var i = 0; i < 4; i++)
        {
            // Answered, but nobody was notified.
            rig.Blkback.Answer(rig.Blkback.HeldId(i), BlkbackWire.Write);
        }

        _ = rig.Blkback.Ring!.Push();
        rig.Blkback.IsServing = true;
        rig.Blkback.Restart();
        await Task.WhenAll(tasks);
        Assert.Equal(6, rig.Blkback.Done[BlkbackWire.Write]);
    });

    [Fact]
    public void An_other_end_that_comes_back_with_less_to_offer_gets_smaller_requests() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var written = XenRig.Frame(3 << 20);
        var tasks = new[] { rig.Disk.WriteAsync(0, written).AsTask(), rig.Disk.FlushAsync().AsTask(), rig.Disk.DiscardAsync(8000, 8).AsTask() };
        await XenRig.TurnsAsync();
        rig.Blkback.Facts["feature-max-indirect-segments"] = "0";
        rig.Blkback.Facts["feature-flush-cache"] = rig.Blkback.Facts["feature-discard"] = "0";
        rig.Blkback.IsServing = true;
        rig.Blkback.Restart();
        await Task.WhenAll(tasks);
        Assert.Equal(written, rig.Medium.Octets.AsSpan(0, 3 << 20).ToArray());
        Assert.Equal(rig.Blkback.Done[BlkbackWire.Write], rig.Blkback.Done.Sum());
    });

    [Theory]
    [InlineData("sectors", "4096", "it came back with 4096 sectors of 512 octets, and had 8192 of 512")]
    [InlineData("sector-size", "4096", "it came back with 1024 sectors of 4096 octets, and had 8192 of 512")]
    [InlineData("info", "4", "it came back read-only")]
    public void A_disk_that_comes_back_as_another_is_out_of_order_until_it_is_itself_again(string fact, string value, string said) => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var tasks = Enumerable.Range(0, 40).Select(i => rig.Disk.WriteAsync(i, new byte[512]).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        var before = rig.Blkback.Facts[fact];
        rig.Blkback.Facts[fact] = value;
        rig.Blkback.IsServing = true;
        rig.Blkback.Restart();
        foreach (var task in tasks)
        {
            Assert.Equal($"the disk xvda is out of order: {said}", (await Assert.ThrowsAsync<DeviceException>(() => task)).Message);
        }

        Assert.Equal($"the disk xvda is out of order: {said}", await BlockRig.FailureAsync(rig.Disk.FlushAsync()));
        Assert.Equal((0, 8192L, 512, false), (rig.Blkback.Done.Sum(), rig.Disk.SectorCount, rig.Disk.SectorBytes, rig.Disk.IsReadOnly));
        Assert.Single(rig.Errors);

        rig.Blkback.Facts[fact] = before;
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(100);
        await rig.VerifyTransfersAsync();
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Whenever_the_other_end_restarts_transfers_go_on(int step) => BlockRig.Run(async rig =>
    {
        rig.Machine.Xenstored.MostAtOnce = 40;
        for (var turns = 0; turns < 120; turns += step)
        {
            var task = rig.VerifyTransfersAsync(turns);
            rig.Blkback.Restart();
            await XenRig.TurnsAsync(turns);
            rig.Blkback.Unmap();
            rig.Blkback.Say(NetbackWire.Closing);
            await task;
            await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.True(rig.Blkback.IsConnected && rig.Disk.IsUp, $"after {turns} turns");
        }

        Assert.Empty(rig.Errors);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_other_end_that_fails_to_come_up_and_looks_late_is_met_anew(bool isBoundAnew) => BlockRig.Run(async rig =>
    {
        for (var turns = 0; turns < 60; turns++)
        {
            rig.Blkback.IsLate = true;
            rig.Blkback.Unmap();
            if (isBoundAnew)
            {
                // It takes up the rings that it finds, and they are gone under its hands.
                rig.Blkback.Begin();
                await XenRig.TurnsAsync(turns);
            }

            rig.Blkback.Say(NetbackWire.Closing);
            await XenRig.TurnsAsync(isBoundAnew ? 60 : turns);
            rig.Blkback.Look();
            rig.Blkback.IsLate = false;
            await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.True(rig.Blkback.IsConnected && rig.Disk.IsUp, $"after {turns} turns");
            await rig.VerifyTransfersAsync(turns);
        }

        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void An_other_end_that_is_gone_for_good_is_waited_for_a_minute_or_two() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var task = rig.Disk.WriteAsync(0, new byte[512]).AsTask();
        await XenRig.TurnsAsync();
        rig.Blkback.IsFollowing = false;
        rig.Blkback.Restart();
        var before = rig.Machine.World.Now;
        Assert.Contains("has gone and does not come back", (await Assert.ThrowsAsync<DeviceException>(() => task)).Message, StringComparison.Ordinal);
        Assert.InRange((rig.Machine.World.Now - before).TotalSeconds, 59, 121);
        Assert.Contains("has gone and does not come back", await BlockRig.FailureAsync(rig.Disk.FlushAsync()), StringComparison.Ordinal);

        rig.Blkback.IsFollowing = rig.Blkback.IsServing = true;
        rig.Blkback.Begin();
        await XenRig.TurnsAsync(100);
        await rig.VerifyTransfersAsync();
    });

    [Fact]
    public void An_other_end_that_keeps_the_memory_of_every_connection_gets_no_more() => BlockRig.Run(async rig =>
    {
        for (var round = 0; round < 10; round++)
        {
            rig.Blkback.IsFollowing = true;
            rig.Blkback.KeepsPages = true;
            rig.Blkback.Restart();
            await XenRig.TurnsAsync(100);
        }

        Assert.False(rig.Disk.IsUp);
        Assert.InRange(rig.Machine.Hypervisor.TakenPages, 0, 1100);
        Assert.Contains(rig.Errors, static entry => entry.Error!.Message.Contains("gets no more", StringComparison.Ordinal));
        await rig.Disk.DisposeAsync();
    });

    [Fact]
    public void A_disk_may_be_taken_down_at_any_step_of_a_restart() => XenRig.Run(async rig =>
    {
        for (var turns = 0; turns < 60; turns++)
        {
            var (pages, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
            var blkback = new Blkback(rig, new ArrayMedium(BlockRig.Sectors));
            blkback.Begin();
            var disk = await BlockRig.ConnectAsync(rig);
            var writes = Enumerable.Range(0, 40).Select(i => disk.WriteAsync(i, new byte[512]).AsTask()).ToArray();
            blkback.Restart();
            await XenRig.TurnsAsync(turns);
            await disk.DisposeAsync();
            await XenRig.TurnsAsync();
            Assert.All(writes, static task => Assert.True(task.IsCompleted));
            await rig.World.DelayAsync(TimeSpan.FromSeconds(5));
            blkback.Unmap();
            blkback.IsFollowing = false;
            Assert.Equal((pages, ports), (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts));
            Assert.Equal(0, rig.Table.Granted);
        }

        Assert.Empty(rig.Logs.AtLeast(LogLevel.Error));
    });
}
