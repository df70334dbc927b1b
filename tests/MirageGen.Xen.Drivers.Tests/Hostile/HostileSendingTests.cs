namespace MirageGen.Xen.Drivers.Tests;

/// <summary>An other end that answers what was sent with what makes no sense, or not at all.</summary>
public sealed class HostileSendingTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(7)]
    public void An_answer_to_nothing_puts_the_interface_out_of_order_once(int id) => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        rig.Send(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        rig.Netback.Sending!.Answer((ushort)id, NetbackWire.Okay);
        Show(rig);
        await HostileReceivingTests.VerifyOutOfOrderAsync(Serving(rig), $"a request {id} that there is not");
    });

    [Fact]
    public void An_answer_given_twice_puts_the_interface_out_of_order_once() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        rig.Send(XenRig.Frame(100));
        rig.Send(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        var id = rig.Netback.Sending!.NextId;
        rig.Netback.Sending.Answer(id, NetbackWire.Okay);
        rig.Netback.Sending.Answer(id, NetbackWire.Okay);
        Show(rig);
        await HostileReceivingTests.VerifyOutOfOrderAsync(Serving(rig), "that there is not");
    });

    [Fact]
    public void It_is_found_out_also_when_room_is_looked_for_before_events() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        while (rig.Network.TryReserve(60, out _))
        {
            rig.Network.Send(60);
        }

        await XenRig.TurnsAsync();
        rig.Netback.Sending!.Answer(999, NetbackWire.Okay);
        _ = rig.Netback.Sending.Ring.Push();
        Assert.False(rig.Network.TryReserve(60, out _));
        await HostileReceivingTests.VerifyOutOfOrderAsync(Serving(rig), "999");
    });

    [Fact]
    public void Empty_answers_to_everything_put_the_interface_out_of_order_once() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        for (var i = 0; i < 3; i++)
        {
            rig.Send(XenRig.Frame(100));
        }

        await XenRig.TurnsAsync();
        for (var i = 0; i < 3; i++)
        {
            rig.Netback.Sending!.Answer((ushort)i, NetbackWire.Null);
        }

        Show(rig);
        await HostileReceivingTests.VerifyOutOfOrderAsync(Serving(rig), "with nothing");
    });

    [Theory]
    [InlineData(1u)]
    [InlineData(300u)]
    [InlineData(0x8000_0000u)]
    public void More_answers_than_requests_put_the_interface_out_of_order_once(uint ahead) => NetRig.Run(async rig =>
    {
        rig.Netback.Sending!.Ring.ResponseProducer = rig.Netback.Sending.Ring.RequestProducer + ahead;
        rig.Netback.Notify();
        await HostileReceivingTests.VerifyOutOfOrderAsync(rig, "answers more than it was asked");
    });

    [Theory]
    [InlineData(NetbackWire.Dropped)]
    [InlineData(NetbackWire.Error)]
    [InlineData(short.MinValue)]
    [InlineData(short.MaxValue)]
    public void Whatever_became_of_a_frame_its_room_is_free_again(short status) => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        for (var i = 0; i < 1000; i++)
        {
            rig.Send(XenRig.Frame(1500));
            await Task.Yield();
            var id = rig.Netback.Sending!.NextId;
            rig.Netback.Sending.Skip();
            rig.Netback.Sending.Answer(id, status);
            Show(rig);
            await XenRig.TurnsAsync(2);
        }

        Assert.Equal(1000, rig.Network.Counters.SentFrames);
        Serving(rig).Netback.Serve();
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void Answers_in_another_order_free_the_room_in_the_order_of_sending() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                rig.Send(XenRig.Frame(1500, i));
            }

            await Task.Yield();
            var ids = Ids(rig, 40);
            rig.Machine.World.Random.Shuffle<ushort>(ids);
            foreach (var id in ids)
            {
                rig.Netback.Sending!.Answer(id, NetbackWire.Okay);
                Show(rig);
                await Task.Yield();
            }

            await XenRig.TurnsAsync(2);
        }

        Serving(rig).Netback.Serve();
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void An_other_end_that_never_answers_costs_no_memory_and_no_time() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        var pages = rig.Machine.Hypervisor.TakenPages;
        for (var i = 0; i < 10_000; i++)
        {
            if (rig.Network.TryReserve(1514, out _))
            {
                rig.Network.Send(1514);
            }

            await Task.Yield();
        }

        var space = rig.Network.WaitForSpaceAsync();
        await rig.Machine.World.DelayAsync(TimeSpan.FromHours(1));
        Assert.False(space.IsCompleted);
        Assert.Equal(pages, rig.Machine.Hypervisor.TakenPages);
        rig.Netback.Deliver(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        Assert.Single(rig.Inbox.Frames);
        await rig.Network.DisposeAsync();
        _ = await Assert.ThrowsAsync<DeviceException>(async () => await space);
    });

    [Fact]
    public void What_the_other_end_may_read_it_may_not_write() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        rig.Send(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        var grant = rig.Netback.Sending!.NextGrant;
        Assert.True(rig.Machine.Grants.TryCopyFrom(Netback.Domain, grant, 0, new byte[100]));
        Assert.False(rig.Machine.Grants.TryCopyTo(Netback.Domain, grant, 0, new byte[100]));
        Assert.False(rig.Machine.Grants.TryCopyFrom(Netback.Domain + 1, grant, 0, new byte[100]));
    });

    private static NetRig Serving(NetRig rig)
    {
        rig.Netback.IsServing = true;
        return rig;
    }

    private static void Show(NetRig rig)
    {
        rig.Netback.Push(rig.Netback.Sending!.Ring);
        rig.Netback.Notify();
    }

    // A frame of 1,500 octets may lie on two pages.
    private static ushort[] Ids(NetRig rig, int frames)
    {
        var ids = new List<ushort>();
        while (rig.Netback.Sending!.Ring.Unconsumed > 0)
        {
            ids.Add(rig.Netback.Sending.NextId);
            rig.Netback.Sending.Skip();
        }

        Assert.InRange(ids.Count, frames, 2 * frames);
        return [.. ids];
    }
}
