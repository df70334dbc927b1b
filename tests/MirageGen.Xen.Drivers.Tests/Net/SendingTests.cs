namespace MirageGen.Xen.Drivers.Tests;

public sealed class SendingTests
{
    [Fact]
    public void Frames_of_every_size_arrive_as_they_were_sent() => NetRig.Run(async rig =>
    {
        for (var length = 14; length <= 1514; length++)
        {
            rig.Send(XenRig.Frame(length));
            await XenRig.TurnsAsync(3);
            Assert.Equal(XenRig.Frame(length), rig.Netback.Sent[^1].Octets);
            Assert.Equal(0, rig.Netback.Sent[^1].Flags & (NetbackWire.SentChecksumBlank | NetbackWire.ExtraInfo));
        }

        Assert.Equal(1501, rig.Network.Counters.SentFrames);
        Assert.Equal(rig.Netback.Sent.Sum(static frame => frame.Octets.Length), rig.Network.Counters.SentOctets);
    });

    [Theory]
    [InlineData(Segmentation.TcpV4, 1)]
    [InlineData(Segmentation.TcpV6, 2)]
    public void Large_frames_say_how_they_are_cut(Segmentation segmentation, int kind) => NetRig.Run(async rig =>
    {
        for (var length = 2000; length <= 65_535; length += 1271)
        {
            rig.Send(XenRig.Frame(length), new(34, 16, segmentation, 1448, 66));
            rig.Send(XenRig.Frame(length % 1400 + 20), new(34, 6));
            await XenRig.TurnsAsync(3);
            var large = rig.Netback.Sent[^2];
            Assert.Equal(XenRig.Frame(length), large.Octets);
            Assert.Equal((1448, kind), (large.SegmentOctets, large.SegmentKind));
            Assert.Equal(NetbackWire.SentChecksumBlank | NetbackWire.SentValidated, large.Flags & 3);
            Assert.InRange(large.Slots, 2, 19);
            var small = rig.Netback.Sent[^1];
            Assert.Equal((0, NetbackWire.SentChecksumBlank | NetbackWire.SentValidated), (small.SegmentOctets, small.Flags & 3));
        }
    });

    [Fact]
    public void Frames_of_one_turn_are_shown_together() => NetRig.Run(async rig =>
    {
        var before = rig.Machine.Hypervisor.Notifications;
        for (var i = 0; i < 10; i++)
        {
            rig.Send(XenRig.Frame(100, i));
        }

        Assert.Equal(before, rig.Machine.Hypervisor.Notifications);
        await XenRig.TurnsAsync();
        Assert.Equal(before + 1, rig.Machine.Hypervisor.Notifications);
        Assert.Equal(Enumerable.Range(0, 10).Select(static i => (byte)i), rig.Netback.Sent.Select(static sent => sent.Octets[0]));
    });

    [Fact]
    public void A_reservation_may_be_longer_than_the_frame_and_be_given_up() => NetRig.Run(async rig =>
    {
        Assert.True(rig.Network.TryReserve(1514, out _));
        Assert.True(rig.Network.TryReserve(1000, out var room));
        Assert.Equal(1000, rig.Network.Reserved.Length);
        XenRig.Frame(300).CopyTo(room);
        rig.Network.Send(300);
        Assert.True(rig.Network.Reserved.IsEmpty);
        await XenRig.TurnsAsync();
        Assert.Equal(XenRig.Frame(300), Assert.Single(rig.Netback.Sent).Octets);
    });

    [Fact]
    public void What_is_no_proper_use_is_refused() => NetRig.Run(rig =>
    {
        Assert.Throws<InvalidOperationException>(() => rig.Network.Send(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Network.TryReserve(-1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => rig.Network.TryReserve(65_536, out _));
        Assert.True(rig.Network.TryReserve(2000, out _));
        Assert.Throws<ArgumentException>(() => rig.Network.Send(1515));
        Assert.Throws<InvalidOperationException>(() => rig.Network.Send(2001));
        return Task.CompletedTask;
    });

    [Fact]
    public void Frames_of_mixed_sizes_keep_their_order_and_content_over_many_laps_of_the_memory() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        var random = rig.Machine.World.Random;
        var expected = new Queue<byte[]>();
        for (var i = 0; i < 4000; i++)
        {
            var isLarge = random.Chance(0.2);
            var length = random.NextInt32(14, isLarge ? 65_535 : 1514);
            var capacity = random.NextInt32(length, isLarge ? 65_535 : 1514);
            if (rig.Network.TryReserve(capacity, out var room))
            {
                var frame = XenRig.Frame(length, i);
                frame.CopyTo(room);
                rig.Network.Send(length, length > 1514 ? new(34, 16, Segmentation.TcpV4, 1448, 66) : default);
                expected.Enqueue(frame);
            }

            await Task.Yield();
            for (var taken = random.NextInt32(4); taken > 0 && rig.Netback.Sending!.TryTake(rig.Netback.Sent); taken--)
            {
                Assert.Equal(expected.Dequeue(), rig.Netback.Sent[^1].Octets);
            }

            _ = rig.Netback.Sending!.Ring.Push();
        }

        Assert.True(rig.Netback.Sent.Count > 1000);
    });
}
