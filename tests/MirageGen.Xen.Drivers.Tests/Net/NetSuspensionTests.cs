using System.Buffers;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The domain is suspended with a network interface.</summary>
public sealed class NetSuspensionTests
{
    [Fact]
    public void In_the_same_domain_nothing_is_connected_anew() => NetRig.Run(async rig =>
    {
        var states = rig.Netback.FrontStates.Count;
        Assert.False(await rig.Machine.SuspendAsync(null));
        Assert.True(rig.Network.IsUp);
        await rig.VerifyTrafficAsync();
        Assert.Equal(states, rig.Netback.FrontStates.Count);
    });

    [Fact]
    public void In_another_domain_traffic_goes_on_with_another_other_end_and_nothing_is_lost_of_memory() => NetRig.Run(async rig =>
    {
        var (pages, grants, ports) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts);
        for (var round = 0; round < 10; round++)
        {
            await rig.VerifyTrafficAsync();
            await rig.MoveAsync();
            Assert.True(rig.Network.IsUp && rig.Netback.IsConnected);

            // The shim's timer has a port here that it has not in the first domain.
            Assert.Equal((pages, grants, ports + 1), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts));
            Assert.Equal(1, rig.Machine.Xenstored.Watches);
        }

        await rig.VerifyTrafficAsync();
        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void The_first_frame_from_another_domain_tells_switches_where_the_station_is() => NetRig.Run(async rig =>
    {
        await rig.MoveAsync();
        await rig.VerifyTrafficAsync();
        Assert.Equal(
            "ffffffffffff" + "00163e010203" + "8035" + "0001" + "0800" + "06" + "04" + "0003" + "00163e010203" + "00000000" + "00163e010203" + "00000000",
            Convert.ToHexStringLower(rig.Netback.Sent[0].Octets.AsSpan(0, 42)));
        Assert.Equal(60, rig.Netback.Sent[0].Octets.Length);
        Assert.Equal(2, rig.Netback.Sent.Count);
        Assert.Equal(1, rig.Inbox.Returns);

        // Not where only the other end has gone and come; whoever is above is told all the same.
        rig.Netback.Restart();
        await XenRig.TurnsAsync(100);
        await rig.VerifyTrafficAsync();
        Assert.Equal(3, rig.Netback.Sent.Count);
        Assert.Equal(2, rig.Inbox.Returns);
    });

    [Fact]
    public void Frames_under_way_are_dropped_and_counted() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        for (var i = 0; i < 10; i++)
        {
            rig.Send(XenRig.Frame(100));
        }

        await XenRig.TurnsAsync();
        await rig.MoveAsync();
        Assert.Equal((11, 10), (rig.Network.Counters.SentFrames, rig.Network.Counters.SendDrops));
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void Whoever_waits_for_room_gets_it_in_the_other_domain() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        while (rig.Network.TryReserve(1514, out _))
        {
            rig.Network.Send(1514);
        }

        var space = rig.Network.WaitForSpaceAsync();
        await XenRig.TurnsAsync();
        Assert.False(space.IsCompleted);
        await rig.MoveAsync();
        await space;
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void What_was_retained_stays_readable_and_is_given_back() => NetRig.Run(async rig =>
    {
        var pages = rig.Machine.Hypervisor.TakenPages;
        RetainedFrame retained = default;
        rig.Inbox.OnFrame = (in ReceivedFrame frame) => Assert.True(frame.TryRetain(out retained));
        rig.Netback.Deliver(XenRig.Frame(900, 5));
        await XenRig.TurnsAsync();
        rig.Inbox.OnFrame = null;
        await rig.MoveAsync();
        await rig.VerifyTrafficAsync();
        Assert.Equal(XenRig.Frame(900, 5), retained.Octets.ToArray());
        retained.Release();
        Assert.Equal(pages, rig.Machine.Hypervisor.TakenPages);
    });

    [Fact]
    public void At_whatever_step_of_a_restart_it_is_suspended_traffic_goes_on() => NetRig.Run(async rig =>
    {
        for (var turns = 0; turns < 80; turns++)
        {
            // Slow answers of the store draw the steps of the handshake out, so that each is met in its middle.
            rig.Machine.Xenstored.MostAtOnce = 40;
            rig.Netback.Restart();
            await XenRig.TurnsAsync(turns);
            await rig.MoveAsync();
            await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.True(rig.Netback.IsConnected && rig.Network.IsUp, $"after {turns} turns");
            await rig.VerifyTrafficAsync();
        }

        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void An_other_end_that_comes_later_is_waited_for() => NetRig.Run(async rig =>
    {
        Netback? later = null;
        Assert.True(await rig.Machine.SuspendAsync(() => later = new(rig.Machine)));
        await rig.Machine.World.DelayAsync(TimeSpan.FromMinutes(5));
        Assert.False(rig.Network.IsUp);
        Assert.False(rig.Network.TryReserve(60, out _));
        later!.Begin();
        await XenRig.TurnsAsync(100);
        Assert.True(rig.Network.IsUp && later.IsConnected);
    });

    [Fact]
    public void A_domain_without_the_interface_has_one_line_in_its_log_and_goes_on() => NetRig.Run(async rig =>
    {
        Assert.True(await rig.Machine.SuspendAsync(static () => { }));
        await XenRig.TurnsAsync(100);
        Assert.False(rig.Network.IsUp);
        Assert.Contains("has no other end", Assert.Single(rig.Errors).Error!.Message, StringComparison.Ordinal);

        // In the next one it is there again.
        await rig.MoveAsync();
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void An_interface_that_was_out_of_order_works_in_another_domain() => NetRig.Run(async rig =>
    {
        rig.Netback.Sending!.Answer(999, NetbackWire.Okay);
        rig.Netback.Push(rig.Netback.Sending.Ring);
        await XenRig.TurnsAsync();
        Assert.False(rig.Network.IsUp);
        _ = Assert.Single(rig.Errors);
        await rig.MoveAsync();
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void An_interface_may_be_taken_down_at_any_step_of_its_way_up_in_another_domain() => XenRig.Run(async rig =>
    {
        for (var turns = 0; turns < 60; turns++)
        {
            var (network, _) = await rig.ConnectSoundAsync();
            Netback? netback = null;
            Assert.True(await rig.SuspendAsync(() =>
            {
                netback = new(rig);
                netback.Begin();
            }));
            await XenRig.TurnsAsync(turns);
            await network.DisposeAsync();
            await rig.World.DelayAsync(TimeSpan.FromSeconds(5));
            netback!.Unmap();
            netback.IsFollowing = false;
            Assert.Equal((0, 0, 2), (rig.Table.Granted, rig.Xenstored.Watches, rig.Hypervisor.OpenPorts));
        }
    });
}
