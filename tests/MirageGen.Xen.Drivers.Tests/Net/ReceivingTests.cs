namespace MirageGen.Xen.Drivers.Tests;

public sealed class ReceivingTests
{
    [Fact]
    public void Frames_of_every_size_arrive_as_they_were_sent() => NetRig.Run(async rig =>
    {
        for (var length = 14; length <= 4096; length += length < 300 ? 1 : 97)
        {
            rig.Netback.Deliver(XenRig.Frame(length));
            await XenRig.TurnsAsync(4);
            Assert.Equal(XenRig.Frame(length), rig.Inbox.Frames[^1]);
            Assert.Equal(length, rig.Inbox.Heads[^1]);
        }

        Assert.Equal(rig.Inbox.Frames.Count, rig.Network.Counters.ReceivedFrames);
        Assert.Equal(rig.Inbox.Frames.Sum(static frame => frame.Length), rig.Network.Counters.ReceivedOctets);
        Assert.Equal(0, rig.Network.Counters.ReceiveDrops);
    });

    [Theory]
    [InlineData(4097, 4096)]
    [InlineData(9014, 4096)]
    [InlineData(65_549, 4096)]
    [InlineData(65_549, 3700)]
    [InlineData(1000, 193)]
    [InlineData(400, 200)]
    public void Frames_in_several_pieces_arrive_whole(int length, int piece) => NetRig.Run(async rig =>
    {
        for (var round = 0; round < 40; round++)
        {
            rig.Netback.Deliver(XenRig.Frame(length, round), piece);
            await XenRig.TurnsAsync(4);
            Assert.Equal(XenRig.Frame(length, round), rig.Inbox.Frames[round]);
            Assert.Equal(piece, rig.Inbox.Heads[round]);
        }
    });

    [Theory]
    [InlineData(500, 191)]
    [InlineData(100, 14)]
    [InlineData(20, 2)]
    [InlineData(1000, 60)]
    public void A_head_too_short_for_the_headers_is_joined(int length, int piece) => NetRig.Run(async rig =>
    {
        for (var round = 0; round < 40; round++)
        {
            rig.Netback.Deliver(XenRig.Frame(length, round), piece);
            await XenRig.TurnsAsync(4);
            Assert.Equal(XenRig.Frame(length, round), rig.Inbox.Frames[round]);
            Assert.Equal(length, rig.Inbox.Heads[round]);
        }
    });

    [Theory]
    [InlineData(0, ReceiveChecksum.Unchecked)]
    [InlineData(NetbackWire.ReceivedValidated, ReceiveChecksum.Verified)]
    [InlineData(NetbackWire.ReceivedChecksumBlank, ReceiveChecksum.Partial)]
    [InlineData(NetbackWire.ReceivedChecksumBlank | NetbackWire.ReceivedValidated, ReceiveChecksum.Partial)]
    public void What_the_other_end_knows_of_the_checksum_is_told(int flags, ReceiveChecksum checksum) => NetRig.Run(async rig =>
    {
        rig.Netback.Deliver(XenRig.Frame(5000), flags: flags);
        await XenRig.TurnsAsync();
        Assert.Equal(new ReceiveFacts(checksum), rig.Inbox.Facts[0]);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Coalesced_segments_say_how_large_they_were(int kind) => NetRig.Run(async rig =>
    {
        for (var round = 0; round < 60; round++)
        {
            rig.Netback.Deliver(XenRig.Frame(20_000, round), flags: NetbackWire.ReceivedChecksumBlank, segment: 1448, kind: kind);
            await XenRig.TurnsAsync(4);
            Assert.Equal(XenRig.Frame(20_000, round), rig.Inbox.Frames[round]);
        }

        Assert.All(rig.Inbox.Facts, static facts => Assert.Equal(new ReceiveFacts(ReceiveChecksum.Partial, 1448), facts));
        Assert.Equal(0, rig.Network.Counters.ReceiveDrops);
    });

    [Fact]
    public void A_frame_may_begin_anywhere_in_its_page() => NetRig.Run(async rig =>
    {
        rig.Netback.Deliver(XenRig.Frame(500), offset: 3596);
        rig.Netback.Deliver(XenRig.Frame(500, 1), offset: 64);
        await XenRig.TurnsAsync();
        Assert.Equal(XenRig.Frame(500), rig.Inbox.Frames[0]);
        Assert.Equal(XenRig.Frame(500, 1), rig.Inbox.Frames[1]);
    });

    [Fact]
    public void A_burst_comes_in_batches_of_a_turns_share() => NetRig.Run(async rig =>
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.True(rig.Netback.Receiving!.TryPut(XenRig.Frame(60, i)));
        }

        rig.Netback.Push();
        await XenRig.TurnsAsync();
        Assert.Equal([64, 128, 192, 200], rig.Inbox.Batches);
        Assert.Equal(Enumerable.Range(0, 200).Select(static i => (byte)i), rig.Inbox.Frames.Select(static frame => frame[0]));
        Assert.Equal(256, rig.Netback.Receiving!.Pages);
    });

    [Fact]
    public void What_came_before_there_was_a_receiver_is_not_lost() => XenRig.Run(async machine =>
    {
        var (network, netback) = await machine.ConnectSoundAsync();
        await XenRig.TurnsAsync();
        for (var i = 0; i < 10; i++)
        {
            netback.Deliver(XenRig.Frame(100, i));
        }

        await XenRig.TurnsAsync();
        var inbox = new FrameInbox();
        network.Attach(inbox);
        Assert.Throws<InvalidOperationException>(() => network.Attach(inbox));
        await XenRig.TurnsAsync();
        Assert.Equal(10, inbox.Frames.Count);
        netback.Deliver(XenRig.Frame(100));
        await XenRig.TurnsAsync();
        Assert.Equal(11, inbox.Frames.Count);
    });

    [Fact]
    public void A_page_is_the_domains_own_before_a_word_of_it_is_read() => NetRig.Run(async rig =>
    {
        var (id, grant) = rig.Netback.Receiving!.TakePage();
        Assert.True(rig.Machine.Grants.TryCopyTo(Netback.Domain, grant, 0, XenRig.Frame(300)));
        var changed = true;
        rig.Inbox.OnFrame = (in ReceivedFrame _) => changed = rig.Machine.Grants.TryCopyTo(Netback.Domain, grant, 0, new byte[300]);
        rig.Netback.Receiving.Answer(id, 0, 0, 300);
        rig.Netback.Push();
        await XenRig.TurnsAsync();
        Assert.False(changed);
        Assert.Single(rig.Inbox.Frames);
    });
}
