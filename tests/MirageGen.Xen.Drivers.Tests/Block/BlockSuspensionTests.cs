namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The domain is suspended with a disk.</summary>
public sealed class BlockSuspensionTests
{
    [Fact]
    public void In_the_same_domain_nothing_is_connected_anew() => BlockRig.Run(async rig =>
    {
        var states = rig.Blkback.FrontStates.Count;
        Assert.False(await rig.Machine.SuspendAsync(null));
        await rig.VerifyTransfersAsync();
        Assert.Equal(states, rig.Blkback.FrontStates.Count);
    });

    [Fact]
    public void In_another_domain_transfers_go_on_and_nothing_is_lost_of_memory() => BlockRig.Run(async rig =>
    {
        var (pages, grants, ports) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts);
        for (var round = 0; round < 10; round++)
        {
            await rig.VerifyTransfersAsync(round);
            await rig.MoveAsync();
            await XenRig.TurnsAsync(100);
            Assert.True(rig.Disk.IsUp && rig.Blkback.IsConnected);

            // The shim's timer has a port here that it has not in the first domain.
            Assert.Equal((pages, grants, ports + 1), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts));
        }

        await rig.VerifyTransfersAsync(20);
        Assert.Empty(rig.Errors);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_under_way_is_done_before_and_what_is_begun_meanwhile_behind(bool isElsewhere) => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var before = Enumerable.Range(0, 8).Select(i => rig.Disk.WriteAsync(i * 64, XenRig.Frame(64 * 512, i)).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        Assert.Equal(8, rig.Blkback.Held);
        var first = rig.Blkback;
        var suspension = isElsewhere ? rig.MoveAsync() : rig.Machine.SuspendAsync(null);
        var meanwhile = Enumerable.Range(8, 8).Select(i => rig.Disk.WriteAsync(i * 64, XenRig.Frame(64 * 512, i)).AsTask()).ToArray();
        await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(10));
        Assert.Equal((0, 8), (rig.Machine.Hypervisor.Suspensions, first.Held));
        Assert.DoesNotContain(before, static task => task.IsCompleted);

        first.IsServing = true;
        first.ReleaseAll();
        await suspension;
        Assert.All(before, static task => Assert.True(task.IsCompletedSuccessfully));
        await Task.WhenAll(meanwhile);
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(XenRig.Frame(64 * 512, i), rig.Medium.Octets.AsSpan(i * 64 * 512, 64 * 512).ToArray());
        }

        Assert.Equal(isElsewhere ? 8 : 16, first.Done[BlkbackWire.Write]);
    });

    [Fact]
    public void A_disk_that_does_not_come_to_rest_is_not_suspended_and_goes_on() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var write = rig.Disk.WriteAsync(0, XenRig.Frame(512)).AsTask();
        await XenRig.TurnsAsync();
        var before = rig.Machine.World.Now;
        var error = await Assert.ThrowsAsync<DeviceException>(rig.MoveAsync);
        Assert.Equal("the domain is not suspended: its devices did not come to rest within 30 seconds", error.Message);
        Assert.Equal(TimeSpan.FromSeconds(30), rig.Machine.World.Now - before);
        Assert.Equal(0, rig.Machine.Hypervisor.Suspensions);

        rig.Blkback.IsServing = true;
        rig.Blkback.ReleaseAll();
        await write;
        await rig.VerifyTransfersAsync();
        await rig.MoveAsync();
        await rig.VerifyTransfersAsync(2);
    });

    [Fact]
    public void What_waits_for_an_other_end_that_has_gone_is_asked_of_the_next_domains() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var writes = Enumerable.Range(0, 40).Select(i => rig.Disk.WriteAsync(i, XenRig.Frame(512, i)).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        rig.Blkback.IsFollowing = false;
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(50);
        Assert.False(rig.Disk.IsUp);

        // Time is counted from where it goes on: the disk has as long as ever to come.
        await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(50));
        await rig.MoveAsync();
        await Task.WhenAll(writes);
        Assert.Equal(XenRig.Frame(512, 39), rig.Medium.Octets.AsSpan(39 * 512, 512).ToArray());
        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void Pages_that_an_other_end_kept_come_back_when_it_is_another_domains() => BlockRig.Run(async rig =>
    {
        var (pages, grants) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted);
        await rig.VerifyTransfersAsync();
        rig.Blkback.KeepsPages = true;
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(100);
        Assert.True(rig.Machine.Hypervisor.TakenPages > pages);
        await rig.MoveAsync();
        await rig.VerifyTransfersAsync(2);
        Assert.Equal((pages, grants), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted));
    });

    [Fact]
    public void A_disk_of_another_size_in_the_other_domain_is_out_of_order_until_it_is_itself_again() => BlockRig.Run(async rig =>
    {
        Assert.True(await rig.Machine.SuspendAsync(() => new Blkback(rig.Machine, rig.Medium, BlockRig.Sectors / 2).Begin()));
        await XenRig.TurnsAsync(100);
        Assert.Equal(
            "the disk xvda is out of order: it came back with 4096 sectors of 512 octets, and had 8192 of 512",
            await BlockRig.FailureAsync(rig.Disk.WriteAsync(0, new byte[512])));
        await rig.MoveAsync();
        await XenRig.TurnsAsync(100);
        await rig.VerifyTransfersAsync();
    });
}
