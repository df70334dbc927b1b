namespace MirageGen.TestKit;

/// <summary>The answer to a datagram for a port that nobody has (RFC 792, RFC 4443), on its way back to the sender.</summary>
internal sealed class RefusalPacket(PacketPool<RefusalPacket> pool) : Packet
{
    // An IP header and the ICMP header around the quoted header and eight octets of its payload.
    private const int OctetsV4 = 20 + 8 + 20 + 8;
    private const int OctetsV6 = 40 + 8 + 40 + 8;

    private SimulatedHost _receiver = null!;
    private IpEndpoint _sender;
    private IpEndpoint _refused;

    public override int Octets => _sender.Address.IsV6 ? OctetsV6 : OctetsV4;

    public override string Kind => "icmp";

    public override bool IsFragmentable => false;

    public static RefusalPacket Make(
        PacketPool<RefusalPacket> pool, SimulatedHost receiver, IpEndpoint sender, IpEndpoint refused)
    {
        var packet = pool.Take(0);
        packet._receiver = receiver;
        packet._sender = sender;
        packet._refused = refused;
        return packet;
    }

    public override void Deliver()
    {
        _receiver.World.Record($"{_receiver.Name} udp {_sender.Port}>{_refused.Port} refused");
        _receiver.Ports.Udp.Find(_sender)?.Report(new(_refused, _sender.Address), IpErrorKind.PortUnreachable);
    }

    public override bool TooLargeFor(Wire wire) => false;

    public override bool Corrupt(SeededRandom random) => false;

    public override Packet Copy() => Make(pool, _receiver, _sender, _refused);

    public override void Release() => pool.Give(this);
}
