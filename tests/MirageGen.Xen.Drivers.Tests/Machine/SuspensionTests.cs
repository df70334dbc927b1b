using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The domain is suspended by the toolstack, and goes on: as the same one or as another.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public void A_suspension_that_is_given_up_changes_nothing() => ListeningRig.Run(async rig =>
    {
        var (port, watches) = (rig.Machine.Xenstored.Port, rig.Machine.Xenstored.Watches);
        await rig.AskAsync("suspend");
        Assert.Equal(1, rig.Machine.Hypervisor.Suspensions);
        Assert.Equal(string.Empty, rig.Read("control/shutdown"));
        Assert.Equal(["the domain was suspended and goes on"], rig.Lines);
        Assert.Equal((port, watches), (rig.Machine.Xenstored.Port, rig.Machine.Xenstored.Watches));

        await rig.AskAsync("poweroff");
        Assert.Equal([false], rig.Requests);
    });

    [Fact]
    public void It_is_acknowledged_before_it_is_done() => ListeningRig.Run(async rig =>
    {
        string? seen = null;
        rig.Machine.Hypervisor.OnSuspend = () =>
        {
            seen = rig.Read("control/shutdown");
            return false;
        };
        await rig.AskAsync("suspend");
        Assert.Equal(string.Empty, seen);
    });

    [Fact]
    public void As_another_domain_it_listens_to_the_toolstack_again_and_says_what_it_can_however_often() => ListeningRig.Run(async rig =>
    {
        rig.Machine.Hypervisor.OnSuspend = () =>
        {
            rig.Machine.ChangeDomain();
            return true;
        };
        var (pages, ports) = (rig.Machine.Hypervisor.TakenPages, rig.Machine.Hypervisor.OpenPorts);
        for (var round = 1; round <= 5; round++)
        {
            await rig.AskAsync("suspend");
            Assert.Equal(round, rig.Machine.Hypervisor.Suspensions);
            Assert.Equal(7 + round, rig.Machine.Xenstored.Domain);
            Assert.Equal(("1", "1", "1"), (rig.Read("control/feature-poweroff"), rig.Read("control/feature-reboot"), rig.Read("control/feature-suspend")));
            Assert.Equal(2, rig.Machine.Xenstored.Watches);

            // One more, which is the shim's timer.
            Assert.Equal((pages, ports + 1), (rig.Machine.Hypervisor.TakenPages, rig.Machine.Hypervisor.OpenPorts));
        }

        Assert.All(rig.Lines, static line => Assert.Equal("the domain goes on as another one, after 0 seconds", line));
        await rig.AskAsync("reboot");
        Assert.Equal([true], rig.Requests);
    });

    [Fact]
    public void What_was_asked_of_the_store_is_answered_first() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Tree.Write("/local/domain/7/data/long", new string('x', 4000));
        rig.Xenstored.MostAtOnce = 10;
        var read = rig.Store.TryReadAsync("data/long");
        var suspension = rig.SuspendAsync(static () => { });
        await XenRig.TurnsAsync(50);
        Assert.False(read.IsCompleted);
        Assert.Equal(0, rig.Hypervisor.Suspensions);
        Assert.True(await suspension);
        Assert.True(read.IsCompleted);
        Assert.Equal(4000, (await read)!.Length);
    });

    [Fact]
    public void What_the_store_has_said_in_part_is_forgotten() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Send([15, 0, 0, 0, 0, 0, 0]);
        await XenRig.TurnsAsync();
        Assert.True(await rig.SuspendAsync(() => rig.Xenstored.Tree.Write("/local/domain/8/name", "moved")));
        Assert.Equal("moved", await rig.Store.TryReadAsync("name"));
    });

    [Fact]
    public void A_store_that_made_no_sense_may_make_some_in_another_domain() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Send([15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]);
        await XenRig.TurnsAsync();
        _ = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.TryReadAsync("name"));
        Assert.True(await rig.SuspendAsync(() => rig.Xenstored.Tree.Write("/local/domain/8/name", "moved")));
        Assert.Equal("moved", await rig.Store.TryReadAsync("name"));
    });

    [Fact]
    public void While_one_suspension_waits_another_is_refused() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsSilent = true;
        var read = rig.Store.TryReadAsync("name");
        var suspension = rig.SuspendAsync(null);
        await XenRig.TurnsAsync();
        Assert.Equal(
            "the domain is being suspended already",
            (await Assert.ThrowsAsync<DeviceException>(rig.Domain.Suspension.SuspendAsync)).Message);
        rig.Xenstored.IsSilent = false;
        rig.Xenstored.Work();
        Assert.False(await suspension);
        Assert.Null(await read);
        Assert.Equal(1, rig.Hypervisor.Suspensions);
    });

    [Fact]
    public void What_the_hypervisor_refuses_is_said_and_the_domain_goes_on() => ListeningRig.Run(async rig =>
    {
        rig.Machine.Hypervisor.OnSuspend = static () => throw new DeviceException("the hypervisor does not suspend this domain: error 1");
        await rig.AskAsync("suspend");
        Assert.Equal(["the hypervisor does not suspend this domain: error 1"], rig.Lines);
        await rig.AskAsync("poweroff");
        Assert.Equal([false], rig.Requests);
    });

    [Fact]
    public void A_watch_that_the_other_domains_store_refuses_is_said() => ListeningRig.Run(async rig =>
    {
        rig.Machine.Hypervisor.OnSuspend = () =>
        {
            rig.Machine.ChangeDomain();
            rig.Machine.Xenstored.RefusesWatches = true;
            return true;
        };
        await rig.AskAsync("suspend");
        Assert.Equal(["xenstored does not watch control/shutdown: EACCES"], rig.Lines);
    });

    [Theory]
    [InlineData(0u, 0u, 0u, 0u)]
    [InlineData(0u, 5000u, 0u, 0u)]
    [InlineData(uint.MaxValue, 5u, 0u, uint.MaxValue)]
    [InlineData(0u, 0u, 1u << 31, 7u)]
    public void A_store_that_answers_nothing_or_nonsense_in_the_other_domain_does_not_stop_it(uint asked, uint taken, uint answered, uint read) => XenRig.Run(async rig =>
    {
        var (network, _) = await rig.ConnectSoundAsync();
        await rig.Store.WatchAsync("control/shutdown", static () => { });
        var suspension = rig.SuspendAsync(() =>
        {
            rig.Xenstored.IsSilent = true;
            unsafe
            {
                var indexes = (uint*)(rig.Xenstored.Page + 2048);
                (indexes[0], indexes[1], indexes[2], indexes[3]) = (asked, taken, answered, read);
            }
        });
        _ = await Assert.ThrowsAsync<DeviceException>(() => suspension);
        await rig.World.DelayAsync(TimeSpan.FromMinutes(1));
        Assert.False(network.IsUp);
        Assert.Contains(rig.Logs.AtLeast(LogLevel.Error), static entry => entry.Error is DeviceException);
        rig.Logs.Clear();
    });

    [Fact]
    public void A_domain_that_gets_fewer_frames_of_its_grant_table_ends_with_the_reason()
    {
        var error = Assert.Throws<WorldException>(() => XenRig.Run(async rig =>
        {
            for (var i = 0u; i < 600; i++)
            {
                _ = rig.Table.Grant(3, i, readOnly: true);
            }

            _ = await rig.SuspendAsync(() => rig.GrantFrameLimit = 1);
            await XenRig.TurnsAsync();
        }));
        Assert.Equal(
            "the hypervisor gives this domain 1 frames of its grant table and gave 2 before (xl.cfg: max_grant_frames)",
            Assert.IsType<DeviceException>(error.InnerException).Message);
    }
}
