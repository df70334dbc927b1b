namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Who gives a transfer up gets its buffers back when the other end is done with it, and not before.</summary>
public sealed class BlockCancellationTests
{
    [Fact]
    public void What_was_not_asked_yet_is_dropped() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var before = Enumerable.Range(0, 32).Select(i => rig.Disk.ReadAsync(i, new byte[512]).AsTask()).ToArray();
        using var source = new CancellationTokenSource();
        var (write, behind) = (rig.Disk.WriteAsync(40, XenRig.Frame(512), source.Token).AsTask(), rig.Disk.WriteAsync(41, XenRig.Frame(512)).AsTask());
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        rig.Blkback.IsServing = true;
        await XenRig.TurnsAsync();
        rig.Blkback.ReleaseAll();
        await Task.WhenAll([.. before, behind]);
        Assert.Equal((32, 1), (rig.Blkback.Done[BlkbackWire.Read], rig.Blkback.Done[BlkbackWire.Write]));
        Assert.Equal(0, rig.Medium.Octets[40 * 512]);
    });

    [Fact]
    public void What_is_under_way_ends_when_it_is_answered() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        using var source = new CancellationTokenSource();
        var read = rig.Disk.ReadAsync(0, new byte[4 << 20], source.Token).AsTask();
        await XenRig.TurnsAsync();
        var held = rig.Blkback.Held;
        source.Cancel();
        while (rig.Blkback.Held > 0)
        {
            Assert.False(read.IsCompleted);
            rig.Blkback.Release(0);
            await XenRig.TurnsAsync(3);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(held, rig.Blkback.Done.Sum());
        rig.Blkback.IsServing = true;
        await rig.VerifyTransfersAsync();
    });

    [Fact]
    public void What_was_asked_as_a_whole_ends_as_it_ends() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        using var source = new CancellationTokenSource();
        var well = rig.Disk.WriteAsync(0, XenRig.Frame(512), source.Token).AsTask();
        var badly = rig.Disk.WriteAsync(1, XenRig.Frame(512), source.Token).AsTask();
        await XenRig.TurnsAsync();
        source.Cancel();
        await XenRig.TurnsAsync();
        Assert.False(well.IsCompleted || badly.IsCompleted);
        rig.Blkback.Release(0);
        rig.Blkback.Verdict = static _ => BlkbackWire.Error;
        rig.Blkback.Release(0);
        await well;
        await Assert.ThrowsAsync<DeviceException>(() => badly);
    });

    [Fact]
    public void While_the_other_end_is_gone_everything_can_be_given_up() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        using var source = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, 40).Select(i => rig.Disk.WriteAsync(i, new byte[512], source.Token).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        rig.Blkback.IsFollowing = false;
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(50);
        source.Cancel();
        foreach (var task in tasks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        }

        rig.Blkback.IsFollowing = rig.Blkback.IsServing = true;
        rig.Blkback.Begin();
        await rig.VerifyTransfersAsync();
        Assert.Equal(3, rig.Blkback.Done.Sum());
    });

    [Fact]
    public void A_task_is_awaited_once() => BlockRig.Run(async rig =>
    {
        var task = rig.Disk.ReadAsync(0, new byte[512]);
        await task;
        await rig.Disk.ReadAsync(0, new byte[512]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await task);
    });
}
