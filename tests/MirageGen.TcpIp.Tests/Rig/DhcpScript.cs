using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>A DHCP server that does as a test says: by default it offers 10.0.0.50/24 for an hour, and keeps what it was sent.</summary>
internal sealed class DhcpScript
{
    public DhcpScript(RawStation raw)
    {
        Raw = raw;
        raw.OnFrame = OnFrame;
    }

    public delegate void Change(ref DhcpWriter message);

    public RawStation Raw { get; }

    public List<(DhcpMessageType Type, byte[] Octets, byte[] Packet)> Received { get; } = [];

    public string Address { get; set; } = "10.0.0.50";

    public uint LeaseSeconds { get; set; } = 3600;

    /// <summary>What to answer to a message; none for nothing. By default an offer to a discover, an ack to a request.</summary>
    public Func<DhcpMessageType, DhcpMessageType> Answers { get; set; } = type => type switch
    {
        DhcpMessageType.Discover => DhcpMessageType.Offer,
        DhcpMessageType.Request => DhcpMessageType.Ack,
        _ => DhcpMessageType.None,
    };

    /// <summary>Adds further options to each answer.</summary>
    public Change? Options { get; set; }

    /// <summary>Changes an answer before it is sent; null drops it.</summary>
    public Func<byte[], byte[]?> Mutate { get; set; } = octets => octets;

    public int Count(DhcpMessageType type) => Received.Count(message => message.Type == type);

    public void Send(DhcpMessageType type, uint transaction, MacAddress station)
    {
        var room = new byte[DhcpWriter.MostOctets];
        var message = new DhcpWriter(room, DhcpMessage.FromServer, type, transaction, station) { YourAddress = IPv4Address.Parse(Address) };
        message.Add(DhcpOption.ServerIdentifier, IPv4Address.Parse("10.0.0.2"));
        if (type != DhcpMessageType.Nak)
        {
            message.Add(DhcpOption.LeaseTime, LeaseSeconds);
            message.Add(DhcpOption.SubnetMask, 0xFFFF_FF00);
            message.Add(DhcpOption.Router, IPv4Address.Parse("10.0.0.2"));
            Options?.Invoke(ref message);
        }

        if (Mutate(room.AsSpan(0, message.End()).ToArray()) is { } octets)
        {
            Raw.Send(MacAddress.Broadcast, Packets.Udp("10.0.0.2", 67, "255.255.255.255", 68, octets));
        }
    }

    private void OnFrame(byte[] frame)
    {
        if (RawStation.Protocol(frame) != EtherType.IPv4 || frame[23] != 17 || frame[37] != 67)
        {
            return;
        }

        Assert.Equal(WireError.None, DhcpMessage.TryRead(frame.AsSpan(42), out var message));
        Received.Add((message.Type, frame[42..], frame[14..]));
        if (Answers(message.Type) is not DhcpMessageType.None and var answer)
        {
            Send(answer, message.Transaction, message.ClientStation);
        }
    }
}
