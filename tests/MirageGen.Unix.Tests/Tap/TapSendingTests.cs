using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

public sealed class TapSendingTests
{
    [Fact]
    public void A_frame_leaves_at_once_behind_an_empty_header()
    {
        var pair = new FramePair();
        TapRig.Run(pair, network =>
        {
            Assert.True(network.TrySend(TapRig.Frame(60)));

            Assert.Equal([.. new byte[VirtioHeader.Octets], .. TapRig.Frame(60)], pair.Read()!);
            Assert.Equal(new NetworkCounters(0, 0, 0, 1, 60, 0), network.Counters);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void What_is_left_to_the_kernel_stands_in_the_header()
    {
        var pair = new FramePair();
        TapRig.Run(pair, network =>
        {
            Assert.True(network.TrySend(new byte[3000], new(34, 16, Segmentation.TcpV4, 1448, 66)));
            Assert.Equal([1, 1, 66, 0, 0xA8, 0x05, 34, 0, 16, 0], pair.Read()![..VirtioHeader.Octets]);
            Assert.True(network.TrySend(new byte[3000], new(54, 16, Segmentation.TcpV6, 1428, 86)));
            Assert.Equal([1, 4, 86, 0, 0x94, 0x05, 54, 0, 16, 0], pair.Read()![..VirtioHeader.Octets]);
            Assert.True(network.TrySend(new byte[100], new(34, 6)));
            Assert.Equal([1, 0, 0, 0, 0, 0, 34, 0, 6, 0], pair.Read()![..VirtioHeader.Octets]);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Who_cuts_is_told_when_only_the_first_segment_may_say_that_the_window_was_reduced()
    {
        var pair = new FramePair();
        TapRig.Run(pair, network =>
        {
            var frame = new byte[3000];
            frame[34 + 13] = 0x80;
            Assert.True(network.TrySend(frame, new(34, 16, Segmentation.TcpV4, 1448, 66)));

            Assert.Equal(0x81, pair.Read()![1]);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_full_kernel_keeps_one_frame_waiting_and_says_when_there_is_room_again()
    {
        var pair = new FramePair(sendBufferBytes: 4096);
        TapRig.Run(pair, async network =>
        {
            var sent = 0;
            while (network.TrySend(TapRig.Frame(1000, sent)))
            {
                sent++;
            }

            Assert.Equal(sent - 1, network.Counters.SentFrames);
            var space = network.WaitForSpaceAsync().AsTask();
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await network.WaitForSpaceAsync());
            await Task.Yield();
            Assert.False(space.IsCompleted);

            List<byte[]> taken = [];
            while (pair.Read() is { } frame)
            {
                taken.Add(frame);
            }

            await space;
            Assert.True(network.TrySend(TapRig.Frame(1000, sent)));
            while (pair.Read() is { } frame)
            {
                taken.Add(frame);
            }

            Assert.Equal(Enumerable.Range(0, sent + 1).Select(i => (byte)i), taken.Select(frame => frame[VirtioHeader.Octets]));
            Assert.Equal(new NetworkCounters(0, 0, 0, sent + 1, (sent + 1) * 1000, 0), network.Counters);
        });
    }

    [Fact]
    public void With_room_nobody_waits() => TapRig.Run(new FramePair(), network =>
    {
        var space = network.WaitForSpaceAsync().AsTask();
        Assert.True(space.IsCompletedSuccessfully);
        return space;
    });

    [Fact]
    public void Who_waits_for_space_on_an_interface_that_goes_away_is_told()
    {
        var pair = new FramePair(sendBufferBytes: 4096);
        TapRig.Run(pair, async network =>
        {
            network.Attach(new FrameInbox());
            while (network.TrySend(TapRig.Frame(1000)))
            {
            }

            var space = network.WaitForSpaceAsync().AsTask();
            while (pair.Read() is not null)
            {
            }

            pair.Unplug();

            Assert.Contains("test0", (await Assert.ThrowsAsync<DeviceException>(() => space)).Message, StringComparison.Ordinal);
            Assert.False(network.IsUp);
            Assert.False(network.TryReserve(60, out _));
            Assert.Equal(1, network.Counters.SendDrops);
        });
    }

    [Fact]
    public void A_reservation_that_is_not_sent_is_given_up_by_the_next()
    {
        var pair = new FramePair();
        TapRig.Run(pair, network =>
        {
            Assert.True(network.TryReserve(1514, out var first));
            first.Fill(1);
            Assert.Equal(1514, network.Reserved.Length);
            Assert.True(network.TryReserve(20, out var second));
            second.Fill(2);
            Assert.Throws<InvalidOperationException>(() => network.Send(21));
            Assert.Equal(20, network.Reserved.Length);
            network.Send(20);
            Assert.True(network.Reserved.IsEmpty);
            Assert.Throws<InvalidOperationException>(() => network.Send(20));

            Assert.Equal(Enumerable.Repeat((byte)2, 20), pair.Read()![VirtioHeader.Octets..]);
            Assert.Null(pair.Read());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void What_the_device_does_not_offer_is_not_left_to_it() => TapRig.Run(new FramePair(hasHeader: false), network =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TryReserve(1515, out _));
        Assert.True(network.TryReserve(1514, out _));
        Assert.Throws<InvalidOperationException>(() => network.Send(1000, new(34, 16)));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_frame_above_the_mtu_is_sent_only_to_be_cut() => TapRig.Run(new FramePair(), network =>
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TryReserve(65_550, out _));
        Assert.True(network.TryReserve(65_549, out _));
        Assert.Throws<ArgumentException>(() => network.Send(1515));
        network.Send(65_549, new(34, 16, Segmentation.TcpV4, 1460, 54));
        return Task.CompletedTask;
    });
}
