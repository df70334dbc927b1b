using System.Buffers;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class RetainingTests
{
    private const int Most = 64;

    [Fact]
    public void Kept_frames_stay_as_they_are_while_the_ring_keeps_filling() => NetRig.Run(async rig =>
    {
        var kept = new List<RetainedFrame>();
        rig.Inbox.OnFrame = (in ReceivedFrame frame) =>
        {
            if (frame.TryRetain(out var retained))
            {
                kept.Add(retained);
            }
        };

        for (var i = 0; i < 500; i++)
        {
            rig.Netback.Deliver(XenRig.Frame(1000, i));
            await XenRig.TurnsAsync(3);
        }

        Assert.Equal(Most, kept.Count);
        Assert.Equal(500, rig.Inbox.Frames.Count);
        Assert.Equal(256, rig.Netback.Receiving!.Pages);
        for (var i = 0; i < Most; i++)
        {
            Assert.Equal(XenRig.Frame(1000, i), kept[i].Octets.ToArray());
        }

        // What is given back can be kept again, in any order.
        kept.Reverse();
        kept.ForEach(static frame => frame.Release());
        kept.Clear();
        for (var i = 0; i < 100; i++)
        {
            rig.Netback.Deliver(XenRig.Frame(1000, i));
            await XenRig.TurnsAsync(3);
        }

        Assert.Equal(Most, kept.Count);
    });

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    public void Frames_of_several_pages_are_kept_up_to_the_same_number_of_pages(int pages) => NetRig.Run(async rig =>
    {
        var kept = new List<RetainedFrame>();
        rig.Inbox.OnFrame = (in ReceivedFrame frame) =>
        {
            if (frame.TryRetain(out var retained))
            {
                kept.Add(retained);
            }
        };

        for (var i = 0; i < 256 / pages; i++)
        {
            Assert.True(rig.Netback.Receiving!.TryPut(XenRig.Frame(pages * 4096, i)));
        }

        rig.Netback.Push();
        await XenRig.TurnsAsync();
        Assert.Equal(Most / pages, kept.Count);
        Assert.Equal(256, rig.Netback.Receiving!.Pages);
        for (var i = 0; i < kept.Count; i++)
        {
            Assert.Equal(XenRig.Frame(pages * 4096, i), kept[i].Octets.ToArray());
            kept[i].Release();
        }

        await rig.VerifyTrafficAsync();
    });

    [Fact]
    public void A_frame_is_kept_once_and_only_while_it_is_delivered() => NetRig.Run(async rig =>
    {
        var results = new List<bool>();
        rig.Inbox.OnFrame = (in ReceivedFrame frame) =>
        {
            results.Add(frame.TryRetain(out var first));
            results.Add(frame.TryRetain(out _));
            first.Release();
        };
        rig.Netback.Deliver(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        Assert.Equal([true, false], results);
    });

    [Fact]
    public void What_is_kept_survives_the_interface_and_its_memory_is_given_back_with_it() => XenRig.Run(async machine =>
    {
        var before = machine.Hypervisor.TakenPages;
        var (network, netback) = await machine.ConnectSoundAsync();
        var inbox = new FrameInbox();
        RetainedFrame kept = default;
        inbox.OnFrame = (in ReceivedFrame frame) => Assert.True(frame.TryRetain(out kept));
        network.Attach(inbox);
        await XenRig.TurnsAsync();
        netback.Deliver(XenRig.Frame(9000));
        await XenRig.TurnsAsync();
        await network.DisposeAsync();

        Assert.Equal(XenRig.Frame(9000), kept.Octets.ToArray());
        Assert.True(machine.Hypervisor.TakenPages > before);
        kept.Release();
        kept.Release();
        Assert.Equal(before, machine.Hypervisor.TakenPages);
        Assert.Equal(0, machine.Table.Granted);
    });

    [Fact]
    public void A_joined_frame_cannot_be_kept() => NetRig.Run(async rig =>
    {
        var isKept = true;
        rig.Inbox.OnFrame = (in ReceivedFrame frame) => isKept = frame.TryRetain(out _);
        rig.Netback.Deliver(XenRig.Frame(500), 100);
        await XenRig.TurnsAsync();
        Assert.False(isKept);
    });
}
