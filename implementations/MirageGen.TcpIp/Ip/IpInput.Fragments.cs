using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <content>Packets that come in fragments.</content>
internal sealed partial class IpInput
{
    private const byte EcnMask = 3;

    private void ReassembleV4(in InboundPacket inbound, in IPv4Packet packet)
    {
        ref readonly var header = ref inbound.Header;
        var key = new FragmentKey(header.Source, header.Destination, packet.Identification, (byte)header.Protocol);
        var whole = _reassembler.Add(
            key,
            packet.Header,
            packet.FragmentOffset,
            packet.HasMoreFragments,
            inbound.Frame,
            inbound.PayloadOffset,
            (byte)(header.TrafficClass & EcnMask));
        if (whole is null)
        {
            return;
        }

        var first = whole.Memory.Span[..whole.HeaderOctets];
        IPv4Packet.WriteFragmentWord(first, 0);
        IPv4Packet.WriteLength(first, whole.Octets.Length - first.Length);
        DecideV4(new(inbound.Interface, WithEcn(header, whole), new(whole.Octets), 0, whole.PayloadOffset, inbound.IsToGroup));
        _reassembler.Release(whole);
    }

    private void ReassembleV6(in InboundPacket inbound, in IPv6HeaderChain chain)
    {
        if (chain.FragmentOffset == 0 && !chain.HasMoreFragments)
        {
            // An atomic fragment is a packet, whatever other fragments have its identification (RFC 6946).
            WalkChain(inbound, mayBeFragment: false);
            return;
        }

        ref readonly var header = ref inbound.Header;
        var key = new FragmentKey(header.Source, header.Destination, chain.Identification, 0);
        Span<byte> first = stackalloc byte[IPv6Packet.HeaderOctets];
        IPv6Packet.Write(first, header, 0);
        var whole = _reassembler.Add(
            key,
            first,
            chain.FragmentOffset,
            chain.HasMoreFragments,
            inbound.Frame,
            inbound.PayloadOffset,
            (byte)(header.TrafficClass & EcnMask));
        if (whole is null)
        {
            return;
        }

        var octets = whole.Memory.Span;
        IPv6Packet.WriteLength(octets, octets.Length - IPv6Packet.HeaderOctets);
        var protocol = (IpProtocol)octets[6];
        var together = WithEcn(header, whole) with { Protocol = protocol };
        var packet = new InboundPacket(inbound.Interface, together, new(whole.Octets), 0, whole.PayloadOffset, inbound.IsToGroup);
        WalkChain(packet, mayBeFragment: false);
        _reassembler.Release(whole);
    }

    private static IpHeader WithEcn(in IpHeader header, FragmentedPacket whole) =>
        header with { TrafficClass = (byte)((header.TrafficClass & ~EcnMask) | whole.Ecn) };
}
