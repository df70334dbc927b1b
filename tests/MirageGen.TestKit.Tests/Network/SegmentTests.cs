namespace MirageGen.TestKit.Tests.Network;

public sealed class SegmentTests
{
    [Fact]
    public void A_frame_goes_to_the_station_it_is_for() => World.Run(async world =>
    {
        var lan = new Lan(world);
        var frame = lan.Frame(lan.B.Address);
        lan.Send(frame);
        await lan.SettleAsync();

        Assert.Equal(frame, Assert.Single(lan.AtB.Frames));
        Assert.Empty(lan.AtC.Frames);
    });

    [Fact]
    public void Groups_and_unknown_stations_go_to_everybody_but_the_sender() => World.Run(async world =>
    {
        var lan = new Lan(world);
        var atA = new Inbox();
        lan.A.Attach(atA);
        lan.Send(lan.Frame(MacAddress.Broadcast));
        lan.Send(lan.Frame(new([0x33, 0x33, 0, 0, 0, 1])));
        lan.Send(lan.Frame(new([2, 9, 9, 9, 9, 9])));
        await lan.SettleAsync();

        Assert.Equal((0, 3, 3), (atA.Frames.Count, lan.AtB.Frames.Count, lan.AtC.Frames.Count));
    });

    [Fact]
    public void Hardware_addresses_are_local_and_unlike() => World.Run(world =>
    {
        var lan = new Lan(world);
        var other = new SimulatedNetwork(lan.A.Host, "other");
        MacAddress[] all = [lan.A.Address, lan.B.Address, lan.C.Address, other.Address];

        Assert.Equal(4, all.Distinct().Count());
        Assert.All(all, address => Assert.StartsWith("02:4d:", address.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.Throws<InvalidOperationException>(() => new SimulatedNetwork(lan.A.Host, "other"));
        return Task.CompletedTask;
    });

    [Fact]
    public void Frames_of_one_turn_are_one_batch() => World.Run(async world =>
    {
        var lan = new Lan(world);
        for (var i = 0; i < 5; i++)
        {
            lan.Send(lan.Frame(lan.B.Address, mark: (byte)i));
        }

        await lan.SettleAsync();
        Assert.Equal([5], lan.AtB.Batches);
        Assert.Equal([0, 1, 2, 3, 4], lan.AtB.Frames.Select(frame => frame[^1]));
    });

    [Fact]
    public void The_transmit_ring_fills_and_is_drained_at_the_end_of_the_turn() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.RingFrames = 4);
        for (var i = 0; i < 4; i++)
        {
            lan.Send(lan.Frame(lan.B.Address));
        }

        Assert.False(lan.TrySend(lan.Frame(lan.B.Address)));
        await lan.A.WaitForSpaceAsync();
        lan.Send(lan.Frame(lan.B.Address));
    });

    [Fact]
    public void A_stuck_device_keeps_its_ring_full() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.RingFrames = 1);
        lan.A.IsTransmitHeld = true;
        lan.Send(lan.Frame(lan.B.Address));
        var waiting = lan.A.WaitForSpaceAsync();
        await lan.SettleAsync();
        Assert.False(waiting.IsCompleted);
        Assert.Empty(lan.AtB.Frames);

        lan.A.IsTransmitHeld = false;
        await waiting;
        await lan.SettleAsync();
        Assert.Single(lan.AtB.Frames);
    });

    [Fact]
    public void More_than_the_receive_ring_holds_is_dropped_and_counted() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.RingFrames = 4);
        for (var i = 0; i < 4; i++)
        {
            lan.Send(lan.Frame(lan.B.Address));
        }

        // The others come from another station in the same turn.
        for (var i = 0; i < 4; i++)
        {
            Assert.True(lan.C.TryReserve(60, out var room));
            lan.Frame(lan.B.Address, 60).CopyTo(room);
            lan.C.Send(60);
        }

        await lan.SettleAsync();
        Assert.Equal(4, lan.AtB.Frames.Count);
        Assert.Equal((4, 4), (lan.B.Counters.ReceivedFrames, lan.B.Counters.ReceiveDrops));
    });

    [Fact]
    public void Retained_memory_stays_and_is_bounded() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.RingFrames = 8);
        var keeper = new Inbox { Retains = true };
        var nic = new SimulatedNetwork(world.AddHost("keeper"), SimulatedHost.DefaultDeviceName);
        nic.Attach(keeper);
        for (var i = 0; i < 8; i++)
        {
            lan.Send(lan.Frame(nic.Address, mark: (byte)i));
        }

        await lan.SettleAsync();
        Assert.Equal(8, keeper.Frames.Count);
        Assert.Equal(4, nic.RetainedFrames);
        var octets = keeper.Retained[0].Octets;
        Assert.Equal(keeper.Frames[0], System.Buffers.BuffersExtensions.ToArray(octets));
        keeper.Retained[0].Release();
        Assert.All(System.Buffers.BuffersExtensions.ToArray(octets), octet => Assert.Equal(0xDD, octet));
        Assert.Equal(3, nic.RetainedFrames);
        Assert.Throws<InvalidOperationException>(() => keeper.Retained[0].Release());
    });

    [Fact]
    public void Frames_can_come_in_pieces() => World.Run(5, async world =>
    {
        var lan = new Lan(world, segment => segment.PieceOctets = 300);
        var sent = new List<byte[]>();
        for (var i = 0; i < 100; i++)
        {
            sent.Add(lan.Frame(lan.B.Address, world.Random.NextInt32(14, 1514), (byte)i));
            lan.Send(sent[^1]);
        }

        await lan.SettleAsync();
        Assert.Equal(sent, lan.AtB.Frames);
        Assert.Contains(1, lan.AtB.Pieces);
        Assert.True(lan.AtB.Pieces.Max() > 5);
    });

    [Fact]
    public void Frames_are_lost_doubled_and_flipped_by_a_bad_cable() => World.Run(6, async world =>
    {
        var lan = new Lan(world);
        lan.A.Wire = new() { Loss = 0.2, Duplication = 0.1, Corruption = 0.1 };
        var frame = lan.Frame(MacAddress.Broadcast);
        for (var i = 0; i < 1000; i++)
        {
            lan.Send(frame);
            await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        }

        await lan.SettleAsync();
        Assert.InRange(lan.AtB.Frames.Count, 830, 930);
        var flipped = lan.AtB.Frames.Where(other => !other.SequenceEqual(frame)).ToArray();
        Assert.InRange(flipped.Length, 60, 130);
        Assert.All(flipped, other => Assert.Equal(1, other.Zip(frame).Sum(pair => System.Numerics.BitOperations.PopCount((uint)(pair.First ^ pair.Second)))));
        Assert.InRange(lan.A.Counters.SendDrops, 150, 250);
    });

    [Fact]
    public void A_pulled_cable_carries_nothing() => World.Run(async world =>
    {
        var lan = new Lan(world);
        lan.B.Unplug();
        Assert.False(lan.B.IsUp);
        lan.Send(lan.Frame(MacAddress.Broadcast));
        await lan.SettleAsync();
        Assert.Empty(lan.AtB.Frames);
        Assert.Single(lan.AtC.Frames);

        lan.B.Plug();
        lan.Send(lan.Frame(MacAddress.Broadcast));
        await lan.SettleAsync();
        Assert.Single(lan.AtB.Frames);
    });

    [Fact]
    public void A_partition_separates_a_group_from_the_others() => World.Run(async world =>
    {
        var lan = new Lan(world);
        lan.Segment.Partition(lan.A, lan.B);
        lan.Send(lan.Frame(MacAddress.Broadcast));
        await lan.SettleAsync();
        Assert.Single(lan.AtB.Frames);
        Assert.Empty(lan.AtC.Frames);

        lan.Segment.Heal();
        lan.Send(lan.Frame(MacAddress.Broadcast));
        await lan.SettleAsync();
        Assert.Single(lan.AtC.Frames);
    });

    [Fact]
    public void The_size_of_frames_is_bounded() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Wire = new() { Mtu = 9000 });
        Assert.Equal(9000, lan.A.Mtu);
        lan.Send(lan.Frame(lan.B.Address, 9014));
        await lan.SettleAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => lan.A.TryReserve(9015, out _));

        // What the cable does not carry is dropped on it.
        lan.A.Wire = Wire.Ideal;
        lan.Send(lan.Frame(lan.B.Address, 9014));
        await lan.SettleAsync();
        Assert.Single(lan.AtB.Frames);
        Assert.Equal(1, lan.A.Counters.SendDrops);
    });

    [Fact]
    public void A_device_has_one_receiver_and_counts() => World.Run(async world =>
    {
        var lan = new Lan(world);
        Assert.Throws<InvalidOperationException>(() => lan.B.Attach(new Inbox()));
        lan.Send(lan.Frame(lan.B.Address, 60));
        lan.Send(lan.Frame(lan.B.Address, 100));
        await lan.SettleAsync();

        Assert.Equal(new(0, 0, 0, 2, 160, 0), lan.A.Counters);
        Assert.Equal(new(2, 160, 0, 0, 0, 0), lan.B.Counters);
    });

    [Fact]
    public void A_reservation_holds_rubbish_and_must_not_be_exceeded() => World.Run(world =>
    {
        var lan = new Lan(world);
        Assert.True(lan.A.TryReserve(60, out var room));
        Assert.Equal(0xDD, room[59]);
        Assert.Throws<InvalidOperationException>(() => lan.A.Send(61));
        lan.A.Send(60);
        Assert.Throws<InvalidOperationException>(() => lan.A.Send(60));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_steady_stream_of_frames_allocates_nothing() => World.Run(async world =>
    {
        var lan = new Lan(world);
        var counter = new Counter();
        var nic = new SimulatedNetwork(world.AddHost("counter"), SimulatedHost.DefaultDeviceName);
        nic.Attach(counter);
        var send = lan.Frame(nic.Address);

        await Allocations.NoneAsync(async rounds =>
        {
            for (var i = 0; i < rounds; i++)
            {
                lan.TrySend(send);
                await Task.Yield();
            }
        });
        Assert.True(counter.Frames > 1000);
    });

    private sealed class Counter : IFrameReceiver
    {
        public int Frames { get; private set; }

        public void Receive(in ReceivedFrame frame) => Frames++;

        public void EndOfBatch()
        {
        }
    }
}
