namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The other end goes and comes.</summary>
public sealed class RestartTests
{
    [Fact]
    public void Traffic_goes_on_after_the_other_end_has_restarted_and_nothing_is_lost_of_memory() => NetRig.Run(async rig =>
    {
        var (pages, grants, ports) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts);
        for (var round = 0; round < 20; round++)
        {
            await rig.VerifyTrafficAsync();
            rig.Netback.Restart();
            Assert.False(rig.Netback.IsConnected);
            await XenRig.TurnsAsync(100);
            Assert.True(rig.Network.IsUp && rig.Netback.IsConnected);
            Assert.Equal((pages, grants, ports), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Table.Granted, rig.Machine.Hypervisor.OpenPorts));
        }

        await rig.VerifyTrafficAsync();
        Assert.Equal(new NetworkCounters(21, 21 * 900, 0, 21, 21 * 700, 0), rig.Network.Counters);
        Assert.True(rig.Machine.Logs.Contains("has gone") && rig.Machine.Logs.Contains("is back"));
        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void What_was_under_way_is_dropped_and_counted_and_there_is_no_carrier_meanwhile() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        for (var i = 0; i < 10; i++)
        {
            rig.Send(XenRig.Frame(100));
        }

        await XenRig.TurnsAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(rig.Netback.Sending!.TryTake(rig.Netback.Sent));
        }

        _ = rig.Netback.Sending!.Ring.Push();
        rig.Netback.IsFollowing = false;
        rig.Netback.Restart();
        await XenRig.TurnsAsync(50);
        Assert.False(rig.Network.IsUp);
        Assert.False(rig.Network.TryReserve(100, out _));
        Assert.True(rig.Network.Reserved.IsEmpty);
        rig.Network.Send(100);
        Assert.Equal((10, 8), (rig.Network.Counters.SentFrames, rig.Network.Counters.SendDrops));

        var space = rig.Network.WaitForSpaceAsync();
        rig.Netback.IsFollowing = rig.Netback.IsServing = true;
        rig.Netback.Begin();
        await space;
        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void An_other_end_that_is_back_before_anybody_looked_is_met_anew() => NetRig.Run(async rig =>
    {
        // Closing, Closed and InitWait within one turn: only the last is seen.
        rig.Netback.Unmap();
        rig.Netback.Say(NetbackWire.Closing);
        rig.Netback.Say(NetbackWire.Closed);
        rig.Netback.Say(NetbackWire.InitWait);
        await XenRig.TurnsAsync(100);
        Assert.True(rig.Netback.IsConnected && rig.Network.IsUp);
        await rig.VerifyTrafficAsync();
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whenever_the_other_end_restarts_traffic_goes_on(int step) => NetRig.Run(async rig =>
    {
        // Slow answers of the store draw the steps of the handshake out, so that each is met in its middle.
        rig.Machine.Xenstored.MostAtOnce = 40;
        for (var turns = 0; turns < 120; turns += step)
        {
            rig.Netback.Restart();
            await XenRig.TurnsAsync(turns);
            rig.Netback.Unmap();
            rig.Netback.Say(NetbackWire.Closing);
            await rig.Machine.World.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.True(rig.Netback.IsConnected && rig.Network.IsUp, $"after {turns} turns");
            await rig.VerifyTrafficAsync();
        }

        Assert.Empty(rig.Errors);
    });

    [Fact]
    public void An_other_end_that_is_gone_for_good_is_waited_for_without_work() => NetRig.Run(async rig =>
    {
        rig.Netback.Unmap();
        rig.Netback.IsFollowing = false;
        rig.Machine.Xenstored.Tree.Remove(rig.Netback.BackPath);
        await XenRig.TurnsAsync(50);
        Assert.False(rig.Network.IsUp);
        var asked = rig.Machine.Xenstored.Asked.Count;
        await rig.Machine.World.DelayAsync(TimeSpan.FromHours(1));
        Assert.Equal(asked, rig.Machine.Xenstored.Asked.Count);
        await rig.Network.DisposeAsync();
    });

    [Fact]
    public void A_store_that_falls_silent_does_not_take_down_what_is_connected() => NetRig.Run(async rig =>
    {
        rig.Machine.Xenstored.IsMute = true;
        rig.Machine.Xenstored.Send(15, 0, 0, $"{rig.Netback.BackPath}/state\0w1\0");
        await rig.Machine.World.DelayAsync(TimeSpan.FromMinutes(2));
        Assert.True(rig.Network.IsUp);
        await rig.VerifyTrafficAsync();
        Assert.Single(rig.Errors);
    });

    [Fact]
    public void Taking_an_interface_down_is_told_in_order_and_gives_everything_back() => XenRig.Run(async rig =>
    {
        var (pages, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
        var (network, netback) = await rig.ConnectSoundAsync();
        await XenRig.TurnsAsync();
        var before = rig.World.Now;
        await network.DisposeAsync();
        await network.DisposeAsync();
        await XenRig.TurnsAsync();
        Assert.Equal(before, rig.World.Now);
        Assert.Equal([NetbackWire.Connected, NetbackWire.Connected, NetbackWire.Closing, NetbackWire.Closed], netback.FrontStates);
        Assert.Equal((pages, ports, 0, 0), (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts, rig.Table.Granted, rig.Xenstored.Watches));
        Assert.False(network.IsUp);
        Assert.False(network.TryReserve(60, out _));
    });

    [Fact]
    public void An_other_end_that_does_not_let_go_is_given_two_seconds_and_keeps_its_pages() => XenRig.Run(async rig =>
    {
        var (network, netback) = await rig.ConnectSoundAsync();
        netback.IsFollowing = false;
        var before = rig.World.Now;
        await network.DisposeAsync();
        Assert.Equal(TimeSpan.FromSeconds(2), rig.World.Now - before);
        Assert.Equal((2, 2), (rig.Grants.Mapped, rig.Table.Granted));
    });

    [Fact]
    public void An_other_end_that_keeps_the_memory_of_every_connection_gets_no_more() => NetRig.Run(async rig =>
    {
        for (var round = 0; round < 30; round++)
        {
            rig.Netback.IsFollowing = true;
            rig.Netback.KeepsRings = true;
            rig.Netback.Restart();
            await XenRig.TurnsAsync(100);
        }

        Assert.False(rig.Network.IsUp);
        Assert.Equal(16, rig.Machine.Grants.Mapped);
        Assert.InRange(rig.Machine.Hypervisor.TakenPages, 0, 100);
        Assert.Contains(rig.Errors, static entry => entry.Error!.Message.Contains("gets no more", StringComparison.Ordinal));
        await rig.Network.DisposeAsync();
    });

    [Fact]
    public void An_interface_may_be_taken_down_at_any_step_of_a_restart() => XenRig.Run(async rig =>
    {
        for (var turns = 0; turns < 60; turns++)
        {
            var (pages, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
            var (network, netback) = await rig.ConnectSoundAsync();
            netback.Restart();
            await XenRig.TurnsAsync(turns);
            await network.DisposeAsync();
            await rig.World.DelayAsync(TimeSpan.FromSeconds(5));
            netback.Unmap();
            netback.IsFollowing = false;
            Assert.Equal((pages, ports), (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts));
            Assert.Equal(0, rig.Table.Granted);
        }
    });
}
