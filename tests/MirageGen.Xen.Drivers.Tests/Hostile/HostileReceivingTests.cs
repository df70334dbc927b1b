namespace MirageGen.Xen.Drivers.Tests;

/// <summary>An other end that delivers what makes no sense: nothing leaves the loop, no memory grows, and what is sound arrives.</summary>
public sealed class HostileReceivingTests
{
    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, -32_768)]
    [InlineData(0, 0)]
    [InlineData(0, 4097)]
    [InlineData(0, 32_767)]
    [InlineData(4000, 97)]
    [InlineData(4096, 1)]
    [InlineData(65_535, 100)]
    [InlineData(65_535, 32_767)]
    [InlineData(0, 13)]
    public void A_piece_that_is_none_is_dropped_and_counted(int offset, int status) => NetRig.Run(async rig =>
    {
        for (var i = 1; i <= 600; i++)
        {
            var (id, _) = rig.Netback.Receiving!.TakePage();
            rig.Netback.Receiving.Answer(id, offset, 0, status);
            rig.Netback.Push();
            await XenRig.TurnsAsync(4);
            Assert.Equal(i, rig.Network.Counters.ReceiveDrops);
        }

        Assert.Empty(rig.Inbox.Frames);
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void A_bad_piece_among_good_ones_drops_their_frame_alone() => NetRig.Run(async rig =>
    {
        for (var bad = 0; bad < 5; bad++)
        {
            for (var piece = 0; piece < 5; piece++)
            {
                var (id, _) = rig.Netback.Receiving!.TakePage();
                rig.Netback.Receiving.Answer(id, 0, piece < 4 ? NetbackWire.MoreData : 0, piece == bad ? -1 : 1000);
            }

            Assert.True(rig.Netback.Receiving!.TryPut(XenRig.Frame(500, bad)));
        }

        rig.Netback.Push();
        await XenRig.TurnsAsync();
        Assert.Equal(5, rig.Network.Counters.ReceiveDrops);
        Assert.Equal(Enumerable.Range(0, 5).Select(static bad => XenRig.Frame(500, bad)), rig.Inbox.Frames);
    });

    [Fact]
    public void Numbers_that_nobody_gave_and_numbers_given_twice_are_dropped() => NetRig.Run(async rig =>
    {
        foreach (var number in (int[])[0, 0, 1, 1, 255, 256, 65_535, 77])
        {
            var (id, _) = rig.Netback.Receiving!.TakePage();
            rig.Netback.Receiving.Answer(id == number ? (ushort)999 : (ushort)number, 0, 0, 100);
        }

        rig.Netback.Push();
        await XenRig.TurnsAsync();
        Assert.Equal(8, rig.Network.Counters.ReceiveDrops);
        Assert.Empty(rig.Inbox.Frames);
        await rig.VerifyTrafficAsync();
    });

    [Theory]
    [InlineData(18)]
    [InlineData(100)]
    [InlineData(256)]
    public void A_frame_without_end_puts_the_interface_out_of_order_once(int pieces) => NetRig.Run(async rig =>
    {
        for (var i = 0; i < pieces; i++)
        {
            var (id, _) = rig.Netback.Receiving!.TakePage();
            rig.Netback.Receiving.Answer(id, 0, NetbackWire.MoreData, 100);
        }

        rig.Netback.Push();
        await VerifyOutOfOrderAsync(rig, "without an end");
    });

    [Fact]
    public void Extra_slots_without_end_put_the_interface_out_of_order_once() => NetRig.Run(async rig =>
    {
        var (id, _) = rig.Netback.Receiving!.TakePage();
        rig.Netback.Receiving.Answer(id, 0, NetbackWire.ExtraInfo, 100);
        for (var i = 0; i < 100; i++)
        {
            _ = rig.Netback.Receiving.TakePage();
            rig.Netback.Receiving.Extra(NetbackWire.ExtraGso, NetbackWire.ExtraFlagMore, 1448, 1);
        }

        rig.Netback.Push();
        await VerifyOutOfOrderAsync(rig, "without an end");
    });

    [Theory]
    [InlineData(0, 1448, 1)]
    [InlineData(2, 1448, 1)]
    [InlineData(255, 1448, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1448, 0)]
    [InlineData(1, 1448, 3)]
    public void An_extra_slot_that_nobody_agreed_on_drops_its_frame(int type, int segment, int kind) => NetRig.Run(async rig =>
    {
        for (var i = 0; i < 300; i++)
        {
            var (id, _) = rig.Netback.Receiving!.TakePage();
            rig.Netback.Receiving.Answer(id, 0, NetbackWire.ExtraInfo, 100);
            _ = rig.Netback.Receiving.TakePage();
            rig.Netback.Receiving.Extra(type, 0, segment, kind);
            rig.Netback.Push();
            await XenRig.TurnsAsync(4);
        }

        Assert.Equal(300, rig.Network.Counters.ReceiveDrops);
        Assert.Empty(rig.Inbox.Frames);
        await rig.VerifyTrafficAsync();
    });

    [Theory]
    [InlineData(1u)]
    [InlineData(1000u)]
    [InlineData(0x8000_0000u)]
    public void More_answers_than_requests_put_the_interface_out_of_order_once(uint ahead) => NetRig.Run(async rig =>
    {
        rig.Netback.Receiving!.Ring.ResponseProducer = rig.Netback.Receiving.Ring.RequestProducer + ahead;
        rig.Netback.Notify();
        await VerifyOutOfOrderAsync(rig, "answers more than it was asked");
    });

    [Fact]
    public void Half_a_frame_is_waited_for_without_work() => NetRig.Run(async rig =>
    {
        for (var i = 0; i < 10; i++)
        {
            var (id, grant) = rig.Netback.Receiving!.TakePage();
            Assert.True(rig.Machine.Grants.TryCopyTo(Netback.Domain, grant, 0, XenRig.Frame(1000, i)));
            rig.Netback.Receiving.Answer(id, 0, i < 9 ? NetbackWire.MoreData : 0, 1000);
            rig.Netback.Push();

            // Time passes only when nothing is left to do.
            await rig.Machine.World.DelayAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(10_000, Assert.Single(rig.Inbox.Frames).Length);
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void Pages_that_are_kept_mapped_are_lost_and_nothing_else() => NetRig.Run(async rig =>
    {
        var pages = rig.Machine.Hypervisor.TakenPages;
        var drops = 0;
        while (rig.Netback.Receiving!.Pages > 0)
        {
            var (id, grant) = rig.Netback.Receiving.TakePage();
            KeepMapped(rig, grant);
            rig.Netback.Receiving.Answer(id, 0, 0, 100);
            rig.Netback.Push();
            await XenRig.TurnsAsync(4);
            Assert.Equal(++drops, rig.Network.Counters.ReceiveDrops);
        }

        // All the pages that there are for it, and no more.
        Assert.Equal(256 + 64, drops);
        Assert.Equal(pages, rig.Machine.Hypervisor.TakenPages);
        Assert.Empty(rig.Inbox.Frames);
        rig.Send(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        Assert.Single(rig.Netback.Sent);
        await rig.Network.DisposeAsync();
    });

    [Fact]
    public void When_pages_are_lost_and_the_grant_table_is_full_the_ring_is_shorter() => NetRig.Run(async rig =>
    {
        while (rig.Machine.Table.TryGrant(9, 9, readOnly: true, out _))
        {
        }

        for (var i = 0; i < 100; i++)
        {
            var (id, grant) = rig.Netback.Receiving!.TakePage();
            KeepMapped(rig, grant);
            rig.Netback.Receiving.Answer(id, 0, 0, 100);
            rig.Netback.Push();
            await XenRig.TurnsAsync(4);
        }

        Assert.Equal(156, rig.Netback.Receiving!.Pages);
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void Notifications_without_cause_are_nothing() => NetRig.Run(async rig =>
    {
        for (var i = 0; i < 1000; i++)
        {
            rig.Netback.Notify();
            await Task.Yield();
        }

        Assert.Empty(rig.Inbox.Frames);
        await rig.VerifyTrafficAsync();
    });

    internal static async Task VerifyOutOfOrderAsync(NetRig rig, string why)
    {
        var (pages, grants) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted);
        await XenRig.TurnsAsync();
        for (var i = 0; i < 10; i++)
        {
            rig.Netback.Notify();
            await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(why, Assert.Single(rig.Errors).Message, StringComparison.Ordinal);
        Assert.False(rig.Network.IsUp);
        Assert.False(rig.Network.TryReserve(100, out _));
        Assert.Empty(rig.Inbox.Frames);

        // A sound one that takes its place is met.
        rig.Netback.Restart();
        await XenRig.TurnsAsync(100);
        Assert.True(rig.Network.IsUp);
        await rig.VerifyTrafficAsync();
        Assert.Equal((pages, grants), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted));
    }

    private static unsafe void KeepMapped(NetRig rig, uint grant) => Assert.True(rig.Machine.Grants.TryMap(Netback.Domain, grant, write: true) != null);
}
