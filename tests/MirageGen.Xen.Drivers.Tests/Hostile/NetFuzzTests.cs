using MirageGen.Xen.Net;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Whatever a netback writes into the rings: nothing leaves the loop, nothing is given back that it may use, nothing grows.</summary>
public sealed class NetFuzzTests
{
    private const int Steps = 120;

    [Fact]
    public void Octets_in_the_rings()
    {
        foreach (var seed in new FuzzBudget(60).Seeds())
        {
            XenRig.RunSeeded(seed, static rig => FuzzAsync(rig, static (random, netback) => Scribble(random, netback)));
        }
    }

    [Fact]
    public void Answers_that_are_nearly_sound()
    {
        foreach (var seed in new FuzzBudget(60).Seeds())
        {
            XenRig.RunSeeded(seed, static rig => FuzzAsync(rig, static (random, netback) => Answer(random, netback)));
        }
    }

    private static async Task FuzzAsync(XenRig rig, Action<SeededRandom, Netback> act)
    {
        var random = rig.World.Random;
        var netback = new Netback(rig) { IsServing = false };
        netback.Begin();
        var network = await rig.ConnectAsync();
        var kept = new Queue<RetainedFrame>();
        var inbox = new FuzzInbox(random, kept);
        network.Attach(inbox);
        await XenRig.TurnsAsync(3);
        var pages = rig.Hypervisor.TakenPages;
        for (var step = 0; step < Steps; step++)
        {
            if (netback.IsConnected)
            {
                act(random, netback);
                netback.Notify();
            }

            Send(random, network);
            await XenRig.TurnsAsync(random.NextInt32(4));
            while (kept.Count > random.NextInt32(70))
            {
                kept.Dequeue().Release();
            }

            if (random.Chance(0.1))
            {
                await rig.World.DelayAsync(TimeSpan.FromSeconds(1));
            }

            if (!network.IsUp && random.Chance(0.3))
            {
                Release(kept);
                netback.Restart();
                await XenRig.TurnsAsync(60);
            }

            // One connection at most, beside those whose frames are kept or whose pages are.
            Assert.True(rig.Hypervisor.TakenPages <= pages + (rig.Grants.Mapped * 321) + (kept.Count * 321));
        }

        Assert.InRange(rig.Logs.Count, 0, 4 * Steps);
        Release(kept);
        await VerifySoundAsync(network, netback, inbox);
        netback.Unmap();
        await network.DisposeAsync();
        Release(kept);
        Assert.Equal(0, rig.Table.Granted);
    }

    // With a sound one in its place, both directions work.
    private static async Task VerifySoundAsync(XenNetwork network, Netback netback, FuzzInbox inbox)
    {
        netback.IsServing = true;
        netback.Restart();
        await XenRig.TurnsAsync(100);
        var (sent, received) = (netback.Sent.Count, inbox.Frames);
        Assert.True(network.TryReserve(100, out _));
        network.Send(100);
        netback.Deliver(XenRig.Frame(100));
        await XenRig.TurnsAsync(5);
        Assert.Equal((sent + 1, received + 1), (netback.Sent.Count, inbox.Frames));
    }

    private static void Release(Queue<RetainedFrame> kept)
    {
        while (kept.TryDequeue(out var frame))
        {
            frame.Release();
        }
    }

    private static void Send(SeededRandom random, XenNetwork network)
    {
        var length = random.NextInt32(14, 1514);
        for (var i = random.NextInt32(4); i > 0 && network.TryReserve(length, out _); i--)
        {
            network.Send(length);
        }
    }

    private static unsafe void Scribble(SeededRandom random, Netback netback)
    {
        var ring = random.Chance(0.5) ? netback.Sending!.Ring : netback.Receiving!.Ring;
        for (var i = random.NextInt32(6); i >= 0; i--)
        {
            random.Fill(new(ring.Slot((uint)random.NextInt32(256)), 8));
        }

        ring.ResponseProducer += random.Chance(0.03) ? (uint)random.NextUInt64() : (uint)random.NextInt32(5);
    }

    private static void Answer(SeededRandom random, Netback netback)
    {
        var receiving = netback.Receiving!;
        for (var i = random.NextInt32(8); i > 0 && receiving.Pages > 0; i--)
        {
            var (id, _) = receiving.TakePage();
            if (random.Chance(0.1))
            {
                receiving.Extra(random.NextInt32(3), random.NextInt32(3), random.NextInt32(3) * 700, random.NextInt32(4));
                continue;
            }

            var number = random.Chance(0.02) ? (ushort)random.NextUInt64() : id;
            receiving.Answer(number, random.Pick(0, 0, 64, 4095, 65_535), random.NextInt32(32), random.Pick(14, 60, 1500, 4096, 0, -1, 4097, 32_767));
        }

        var sending = netback.Sending!;
        for (var i = random.NextInt32(8); i > 0 && sending.Ring.Unconsumed > 0; i--)
        {
            var id = sending.NextId;
            sending.Skip();
            sending.Answer(random.Chance(0.01) ? (ushort)random.NextInt32(300) : id, random.Chance(0.01) ? NetbackWire.Null : NetbackWire.Okay);
        }

        _ = receiving.Ring.Push();
        _ = sending.Ring.Push();
    }

    private sealed class FuzzInbox(SeededRandom random, Queue<RetainedFrame> kept) : IFrameReceiver
    {
        public int Frames { get; private set; }

        public void Receive(in ReceivedFrame frame)
        {
            Frames++;
            Assert.InRange(frame.Length, 14, 65_549);
            frame.CopyTo(0, new byte[frame.Length]);
            if (random.Chance(0.5) && frame.TryRetain(out var retained))
            {
                kept.Enqueue(retained);
                Assert.InRange(kept.Sum(static frame => Pages(frame.Octets)), 1, ReceivePages.InReserve);
            }
        }

        public void EndOfBatch()
        {
        }

        private static int Pages(System.Buffers.ReadOnlySequence<byte> octets)
        {
            var pages = 0;
            foreach (var _ in octets)
            {
                pages++;
            }

            return pages;
        }
    }
}
