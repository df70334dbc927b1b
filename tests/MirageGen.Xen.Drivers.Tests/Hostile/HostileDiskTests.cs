namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A disk's other end that answers what makes no sense, or not at all.</summary>
public sealed class HostileDiskTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(0x1ff)]
    [InlineData(-1)]
    public void An_answer_to_nothing_puts_the_disk_out_of_order_once(long id) => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        rig.Blkback.Answer((ulong)id, BlkbackWire.Write);
        await VerifyOutOfOrderAsync(rig, tasks, $"it answers a request {id:x} that there is not");
    });

    [Fact]
    public void An_answer_given_twice_puts_the_disk_out_of_order_once() => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        rig.Blkback.Answer(rig.Blkback.HeldId(0), BlkbackWire.Write);
        rig.Blkback.Answer(rig.Blkback.HeldId(0), BlkbackWire.Write);
        await VerifyOutOfOrderAsync(rig, tasks[1..], "that there is not");
        await tasks[0];
    });

    [Fact]
    public void An_answer_to_a_request_that_had_the_place_before_is_not_taken_for_its_own() => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        var old = rig.Blkback.HeldId(0);
        rig.Blkback.Release(0);
        await tasks[0];
        var again = rig.Disk.WriteAsync(0, new byte[512]).AsTask();
        await XenRig.TurnsAsync();
        rig.Blkback.Answer(old, BlkbackWire.Write);
        await VerifyOutOfOrderAsync(rig, [.. tasks[1..], again], "that there is not");
    });

    [Theory]
    [InlineData(BlkbackWire.Read)]
    [InlineData(BlkbackWire.FlushDiskcache)]
    [InlineData(BlkbackWire.Discard)]
    [InlineData(255)]
    public void An_answer_to_another_operation_puts_the_disk_out_of_order_once(byte operation) => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        rig.Blkback.Answer(rig.Blkback.HeldId(1), operation);
        await VerifyOutOfOrderAsync(rig, tasks, $"as if it had been asked for operation {operation}");
    });

    [Theory]
    [InlineData(1u)]
    [InlineData(300u)]
    [InlineData(0x8000_0000u)]
    public void More_answers_than_requests_put_the_disk_out_of_order_once(uint ahead) => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        rig.Blkback.Ring!.ResponseProducerPrivate = rig.Blkback.Ring.RequestProducer + ahead;
        await VerifyOutOfOrderAsync(rig, tasks, "it answers more than it was asked");
    });

    [Fact]
    public void An_other_end_that_never_answers_is_waited_for_a_minute_or_two_and_the_disk_is_back_when_it_is() => BlockRig.Run(async rig =>
    {
        var tasks = await AskAsync(rig);
        var before = rig.Machine.World.Now;
        await VerifyOutOfOrderAsync(rig, tasks, "its other end answers nothing");
        Assert.InRange((rig.Machine.World.Now - before).TotalSeconds, 60, 122);
    });

    [Fact]
    public void What_was_read_does_not_change_under_the_callers_eyes() => BlockRig.Run(async rig =>
    {
        XenRig.Frame(4096).CopyTo(rig.Medium.Octets, 0);
        var read = new byte[4096];
        await rig.Disk.ReadAsync(0, read);
        ScribblePages(rig);
        await XenRig.TurnsAsync();
        Assert.Equal(XenRig.Frame(4096), read);
    });

    private static unsafe void ScribblePages(BlockRig rig)
    {
        // Every page that it may write to.
        for (var grant = 8u; grant < 400; grant++)
        {
            var page = rig.Machine.Grants.TryMap(Blkback.Domain, grant, write: true);
            if (page != null)
            {
                new Span<byte>(page, 4096).Fill(0xee);
                rig.Machine.Grants.Unmap(grant, write: true);
            }
        }
    }

    private static async Task<Task[]> AskAsync(BlockRig rig)
    {
        rig.Blkback.IsServing = false;
        var tasks = Enumerable.Range(0, 40).Select(i => rig.Disk.WriteAsync(i, new byte[512]).AsTask()).ToArray();
        await XenRig.TurnsAsync();
        return tasks;
    }

    private static async Task VerifyOutOfOrderAsync(BlockRig rig, Task[] tasks, string why)
    {
        rig.Blkback.Push();
        rig.Blkback.Notify();
        foreach (var task in tasks)
        {
            var message = (await Assert.ThrowsAsync<DeviceException>(() => task)).Message;
            Assert.StartsWith("the disk xvda is out of order: its other end ", message, StringComparison.Ordinal);
            Assert.Contains(why, message, StringComparison.Ordinal);
        }

        rig.Blkback.Notify();
        await XenRig.TurnsAsync();
        Assert.False(rig.Disk.IsUp);
        Assert.Contains(why, Assert.Single(rig.Errors).Message, StringComparison.Ordinal);
        Assert.Contains(why, await BlockRig.FailureAsync(rig.Disk.ReadAsync(0, new byte[512])), StringComparison.Ordinal);

        rig.Blkback.IsServing = true;
        rig.Blkback.Restart();
        await XenRig.TurnsAsync(100);
        await rig.VerifyTransfersAsync();
        Assert.Single(rig.Errors);
    }
}
