using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>A host without a stack: a test plays it, frame by frame.</summary>
internal sealed class RawStation : IFrameReceiver
{
    public RawStation(World world, string name = "raw", string segment = SimulatedHost.DefaultDeviceName)
    {
        World = world;
        Network = new(world.AddHost(name), segment);
        Network.Attach(this);
    }

    public World World { get; }

    public SimulatedNetwork Network { get; }

    public MacAddress Address => Network.Address;

    /// <summary>What has arrived.</summary>
    public List<byte[]> Frames { get; } = [];

    /// <summary>Called for each frame that arrives.</summary>
    public Action<byte[]>? OnFrame { get; set; }

    /// <summary>The address for which ARP requests are answered; none for none.</summary>
    public IPv4Address AnswersFor { get; set; }

    /// <summary>The packets that have arrived, from their IP header on.</summary>
    public IEnumerable<byte[]> Packets(EtherType protocol) =>
        Frames.Where(frame => Protocol(frame) == protocol).Select(frame => frame[EthernetHeader.Octets..]);

    /// <summary>The ARP packets that have arrived.</summary>
    public IEnumerable<ArpPacket> Arps => Packets(EtherType.Arp).Select(octets =>
    {
        Assert.Equal(WireError.None, ArpPacket.TryRead(octets, out var packet));
        return packet;
    });

    /// <summary>The ICMP messages that have arrived, of either version.</summary>
    public IEnumerable<byte[]> Icmps => Packets(EtherType.IPv4).Where(p => p[9] == (byte)IpProtocol.Icmp).Select(p => p[20..((p[2] << 8) | p[3])])
        .Concat(Packets(EtherType.IPv6).Where(p => p[6] == (byte)IpProtocol.IcmpV6).Select(p => p[40..]));

    public static EtherType Protocol(byte[] frame) => (EtherType)((frame[12] << 8) | frame[13]);

    /// <summary>Sends a frame.</summary>
    public void Send(MacAddress to, EtherType protocol, ReadOnlySpan<byte> payload, MacAddress? from = null)
    {
        Assert.True(Network.TryReserve(EthernetHeader.Octets + payload.Length, out var frame));
        new EthernetHeader(to, from ?? Address, protocol).Write(frame);
        payload.CopyTo(frame[EthernetHeader.Octets..]);
        Network.Send(EthernetHeader.Octets + payload.Length);
    }

    /// <summary>Sends a packet of the version that its first octet says.</summary>
    public void Send(MacAddress to, ReadOnlySpan<byte> packet) =>
        Send(to, packet.Length > 0 && packet[0] >> 4 == 6 ? EtherType.IPv6 : EtherType.IPv4, packet);

    public void Send(MacAddress to, in ArpPacket packet)
    {
        var octets = new byte[ArpPacket.Octets];
        packet.Write(octets);
        Send(to, EtherType.Arp, octets);
    }

    public Task SettleAsync(double seconds = 0.01) => World.DelayAsync(TimeSpan.FromSeconds(seconds));

    public void Receive(in ReceivedFrame frame)
    {
        var octets = new byte[frame.Length];
        frame.CopyTo(0, octets);
        Frames.Add(octets);
        if (AnswersFor != IPv4Address.Any
            && Protocol(octets) == EtherType.Arp
            && ArpPacket.TryRead(octets.AsSpan(EthernetHeader.Octets), out var arp) == WireError.None
            && arp is { Operation: ArpOperation.Request, IsProbe: false } && arp.Target == AnswersFor && arp.Sender != AnswersFor)
        {
            Send(arp.SenderHardware, new ArpPacket(ArpOperation.Reply, Address, AnswersFor, arp.SenderHardware, arp.Sender));
        }

        OnFrame?.Invoke(octets);
    }

    public void EndOfBatch()
    {
    }
}
