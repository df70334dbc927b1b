namespace MirageGen.TestKit.Tests.Network;

/// <summary>Three stations on one segment.</summary>
internal sealed class Lan
{
    public Lan(World world, Action<EthernetSegment>? configure = null, string name = SimulatedHost.DefaultDeviceName)
    {
        World = world;
        Segment = world.Segment(name);
        configure?.Invoke(Segment);
        A = new(world.AddHost($"a of {name}"), name);
        B = new(world.AddHost($"b of {name}"), name);
        C = new(world.AddHost($"c of {name}"), name);
        B.Attach(AtB);
        C.Attach(AtC);
    }

    public World World { get; }

    public EthernetSegment Segment { get; }

    public SimulatedNetwork A { get; }

    public SimulatedNetwork B { get; }

    public SimulatedNetwork C { get; }

    public Inbox AtB { get; } = new();

    public Inbox AtC { get; } = new();

    /// <summary>A frame from the first station.</summary>
    public byte[] Frame(MacAddress to, int octets = 100, byte mark = 1)
    {
        var frame = new byte[octets];
        Array.Fill(frame, mark);
        to.CopyTo(frame);
        A.Address.CopyTo(frame.AsSpan(6));
        frame[12] = 0x88;
        frame[13] = 0xB5;
        return frame;
    }

    public bool TrySend(byte[] frame, in TransmitOffload offload = default)
    {
        if (!A.TryReserve(frame.Length, out var room))
        {
            return false;
        }

        frame.CopyTo(room);
        A.Send(frame.Length, offload);
        return true;
    }

    public void Send(byte[] frame, in TransmitOffload offload = default) => Assert.True(TrySend(frame, offload));

    public Task SettleAsync() => World.DelayAsync(TimeSpan.FromSeconds(10));
}
