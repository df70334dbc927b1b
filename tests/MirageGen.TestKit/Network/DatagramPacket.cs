namespace MirageGen.TestKit;

/// <summary>A UDP datagram under way between two hosts.</summary>
internal sealed class DatagramPacket(PacketPool<DatagramPacket> pool) : Packet
{
    private const int HeadersV4 = 28;
    private const int HeadersV6 = 48;

    private SimulatedHost _receiver = null!;
    private IpEndpoint _source;
    private IpEndpoint _destination;

    public override int Octets => Length + (_destination.Address.IsV6 ? HeadersV6 : HeadersV4);

    public override string Kind => "udp";

    public override bool IsFragmentable => true;

    public static DatagramPacket Make(
        PacketPool<DatagramPacket> pool,
        SimulatedHost receiver,
        IpEndpoint source,
        IpEndpoint destination,
        ReadOnlySpan<byte> payload)
    {
        var packet = pool.Take(payload.Length);
        packet._receiver = receiver;
        packet._source = source;
        packet._destination = destination;
        packet.Fill(payload);
        return packet;
    }

    public override void Deliver()
    {
        var world = _receiver.World;
        if (_receiver.Ports.Udp.Find(_destination) is { } socket && socket.Hears(_destination.Address))
        {
            world.Record($"{_receiver.Name} udp {_source.Port}>{_destination.Port} {Length} octets #{Digest:x8} received");
            socket.Receive(Content, new(_source, _destination.Address));
        }
        else
        {
            world.Record($"{_receiver.Name} udp {_source.Port}>{_destination.Port} {Length} octets #{Digest:x8} lost, no socket");
            Refuse();
        }
    }

    private void Refuse()
    {
        // Nobody answers for a group (RFC 1122 section 3.2.2).
        var world = _receiver.World;
        if (!_destination.Address.IsMulticast && world.Internet.Route(_receiver, _source.Address) is { } sender)
        {
            var refusal = RefusalPacket.Make(world.Internet.Refusals, sender, _source, _destination);
            world.Link(_receiver, sender).Toward(sender).Send(refusal);
        }
    }

    public override bool TooLargeFor(Wire wire) => false;

    public override bool Corrupt(SeededRandom random) => false;

    public override Packet Copy() => Make(pool, _receiver, _source, _destination, Content);

    public override void Release() => pool.Give(this);
}
