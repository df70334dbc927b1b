using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

public sealed class TapReceivingTests
{
    private static readonly byte[] Plain = new byte[VirtioHeader.Octets];

    [Theory]
    [InlineData(14)]
    [InlineData(60)]
    [InlineData(1514)]
    [InlineData(65_549)]
    public void A_frame_arrives_as_it_was_sent(int length)
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            pair.Write([.. Plain, .. TapRig.Frame(length)]);
            network.Attach(inbox);
            await inbox.WaitForAsync(1);

            Assert.Equal(TapRig.Frame(length), inbox.Frames[0]);
            Assert.Equal(default, inbox.Facts[0]);
            Assert.Equal(new NetworkCounters(1, length, 0, 0, 0, 0), network.Counters);
        });
    }

    [Fact]
    public void Without_a_header_nothing_stands_in_front_of_a_frame()
    {
        var pair = new FramePair(hasHeader: false);
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            network.Attach(inbox);
            pair.Write(TapRig.Frame(100));
            await inbox.WaitForAsync(1);

            Assert.Equal(TapRig.Frame(100), inbox.Frames[0]);
            Assert.Equal(NetworkOffloads.None, network.Offloads);
        });
    }

    [Theory]
    [InlineData(0x01, 0x00, 0, ReceiveChecksum.Partial, 0)]
    [InlineData(0x02, 0x00, 0, ReceiveChecksum.Verified, 0)]
    [InlineData(0x00, 0x00, 0, ReceiveChecksum.Unchecked, 0)]
    [InlineData(0x01, 0x01, 1448, ReceiveChecksum.Partial, 1448)]
    [InlineData(0x01, 0x04, 1428, ReceiveChecksum.Partial, 1428)]
    [InlineData(0x01, 0x81, 1448, ReceiveChecksum.Partial, 1448)]
    [InlineData(0x01, 0x00, 1448, ReceiveChecksum.Partial, 0)]
    public void What_the_kernel_knows_of_a_frame_is_told(byte flags, byte segmentation, ushort segment, ReceiveChecksum checksum, int octets)
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            network.Attach(inbox);
            pair.Write([flags, segmentation, 66, 0, (byte)segment, (byte)(segment >> 8), 34, 0, 16, 0, .. TapRig.Frame(3000)]);
            await inbox.WaitForAsync(1);

            Assert.Equal(new ReceiveFacts(checksum, octets), inbox.Facts[0]);
        });
    }

    [Fact]
    public void What_is_no_frame_is_dropped_and_counted()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            network.Attach(inbox);
            pair.Write([1]);
            pair.Write(Plain);
            pair.Write([.. Plain, .. TapRig.Frame(13)]);
            pair.Write([1, 3, 66, 0, 100, 0, 34, 0, 6, 0, .. TapRig.Frame(3000)]);
            pair.Write([.. Plain, .. TapRig.Frame(14)]);
            await inbox.WaitForAsync(1);

            Assert.Equal(14, Assert.Single(inbox.Frames).Length);
            Assert.Equal(new NetworkCounters(1, 14, 4, 0, 0, 0), network.Counters);
        });
    }

    [Fact]
    public void A_burst_is_one_batch_as_far_as_a_turns_share_goes()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            for (var i = 0; i < TapReceiver.FramesPerTurn + 3; i++)
            {
                pair.Write([.. Plain, .. TapRig.Frame(60, i)]);
            }

            network.Attach(inbox);
            await inbox.WaitForAsync(TapReceiver.FramesPerTurn + 3);

            Assert.Equal([TapReceiver.FramesPerTurn, TapReceiver.FramesPerTurn + 3], inbox.Batches);
            Assert.Equal(Enumerable.Range(0, TapReceiver.FramesPerTurn + 3).Select(i => (byte)i), inbox.Frames.Select(frame => frame[0]));
        });
    }

    [Fact]
    public void A_turns_share_counts_octets_too()
    {
        const int Large = 60_000;
        const int Frames = (TapReceiver.OctetsPerTurn / Large) + 3;
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            for (var i = 0; i < Frames; i++)
            {
                pair.Write([.. Plain, .. TapRig.Frame(Large, i)]);
            }

            network.Attach(inbox);
            await inbox.WaitForAsync(Frames);

            Assert.Equal([Frames - 2, Frames], inbox.Batches);
        });
    }

    [Fact]
    public void A_retained_frame_keeps_its_octets_until_it_is_released()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var kept = new List<RetainedFrame>();
            var inbox = new FrameInbox
            {
                OnFrame = (in ReceivedFrame frame) =>
                {
                    Assert.True(frame.TryRetain(out var retained));
                    kept.Add(retained);
                },
            };
            network.Attach(inbox);
            for (var i = 0; i < 3; i++)
            {
                pair.Write([.. Plain, .. TapRig.Frame(100, i)]);
            }

            await inbox.WaitForAsync(3);
            Assert.Equal(3, network.RetainedFrames);
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(TapRig.Frame(100, i), kept[i].Octets.FirstSpan);
                kept[i].Release();
            }

            Assert.Equal(0, network.RetainedFrames);
        });
    }

    [Fact]
    public void What_is_retained_is_bounded()
    {
        var memory = new FrameMemory();
        RetainedFrame first = default;
        for (var i = 0; i < FrameMemory.MostRetained; i++)
        {
            memory.Begin(0, 100);
            Assert.True(memory.TryRetain(default, out var retained));
            Assert.False(memory.TryRetain(default, out _));
            first = i == 0 ? retained : first;
            memory.End();
        }

        memory.Begin(0, 100);
        Assert.False(memory.TryRetain(default, out _));
        first.Release();
        Assert.True(memory.TryRetain(default, out var again));
        again.Release();
        memory.End();
        Assert.Equal(FrameMemory.MostRetained - 1, memory.Retained);
    }

    [Fact]
    public void A_device_has_one_receiver() => TapRig.Run(new FramePair(), network =>
    {
        network.Attach(new FrameInbox());
        Assert.Throws<InvalidOperationException>(() => network.Attach(new FrameInbox()));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_device_disposed_by_its_receiver_hands_over_nothing_more()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox { OnFrame = (in ReceivedFrame _) => network.Dispose() };
            pair.Write([.. Plain, .. TapRig.Frame(60)]);
            pair.Write([.. Plain, .. TapRig.Frame(60)]);
            network.Attach(inbox);
            for (var turns = 0; turns < 5; turns++)
            {
                await Task.Yield();
            }

            Assert.Single(inbox.Frames);
            Assert.False(network.TryReserve(60, out _));
        });
    }
}
