using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>Packets for others (RFC 1812 section 5.2, RFC 8200): one hop less to go, and on to the next.</summary>
internal sealed class Forwarder(Ip host, DestinationCache destinations)
{
    private readonly byte[] _scratch = new byte[ushort.MaxValue];

    /// <summary>Passes a packet on.</summary>
    /// <param name="packet">The packet as it came; so do errors quote it.</param>
    /// <param name="rewrite">What to change in it; what leaves by an interface that translates addresses is changed in any case.</param>
    public void Forward(in InboundPacket packet, in NatRewrite rewrite = default)
    {
        ref readonly var header = ref packet.Header;
        var isV4 = header.Destination.IsV4;
        if (!MayLeaveLink(header))
        {
            host.Counters.NotForUs.Increment();
            return;
        }

        if (header.HopLimit <= 1)
        {
            host.Counters.HopLimit.Increment();
            host.Errors.ReportHopLimit(packet);
            return;
        }

        var change = rewrite;
        var destination = destinations.Find(change.Destination?.Address ?? header.Destination, IpAddress.None);
        if (destination.Kind != DestinationKind.Neighbour)
        {
            host.Counters.NoRoute.Increment();
            host.Errors.ReportNoRoute(packet);
            return;
        }

        if (isV4 && change == default && host.Nat is { } nat && !nat.TryTranslateOutbound(packet, destination.Interface, out change))
        {
            return;
        }

        var mtu = isV4 ? destination.Interface.MtuV4 : destination.Interface.MtuV6;
        var octets = packet.Frame.Length - packet.HeaderOffset;
        if (octets <= mtu || packet.Frame.Facts.SegmentOctets > 0)
        {
            Pass(packet, destination, change, octets, mtu);
        }
        else
        {
            Fragment(packet, destination, change, mtu);
        }
    }

    /// <summary>Neither end may be confined to its link, or nowhere at all.</summary>
    private static bool MayLeaveLink(in IpHeader header) =>
        !header.Destination.IsMulticast
        && !Martians.IsImpossibleDestination(header.Destination)
        && !Martians.IsUnspecified(header.Source)
        && (header.Destination.IsV4
            ? header.Destination.V4.Value < 0xF000_0000 && header.Destination.V4.Value >> 24 != 0
            : !header.Destination.V6.IsLinkLocal && !header.Source.V6.IsLinkLocal);

    private void Pass(in InboundPacket packet, Destination destination, in NatRewrite change, int octets, int mtu)
    {
        var neighbour = IpOutput.FindNeighbour(destination);
        if (neighbour is null)
        {
            return;
        }

        destination.Interface.NeighboursFor(destination.NextHop).Use(neighbour);
        var ethernet = destination.Interface.Ethernet;
        var offload = ForwardedOffload.Of(packet);
        if (offload.Segmentation != Segmentation.None && (ethernet.Offloads & NetworkOffloads.TcpSegmentation) == 0)
        {
            PassInSegments(packet, destination, neighbour, change, octets, offload, mtu);
            return;
        }

        host.Counters.Forwarded.Increment();
        var isDirect = neighbour.IsUsable;
        var isV4 = packet.Header.Destination.IsV4;
        Span<byte> room;
        if (!isDirect)
        {
            room = _scratch;
        }
        else if (!ethernet.TryReserve(neighbour.Station, isV4 ? EtherType.IPv4 : EtherType.IPv6, octets, out room))
        {
            host.Counters.Full.Increment();
            return;
        }

        room = room[..octets];
        packet.Frame.CopyTo(packet.HeaderOffset, room);
        DecrementHopLimit(room);
        change.Apply(room, IsPartial(packet));
        ForwardedOffload.Prepare(room, change.HeaderOf(packet.Header), offload);
        if (isDirect)
        {
            LinkOutput.SendReserved(ethernet, room, offload);
        }
        else
        {
            host.Link.Dispatch(destination.Interface, neighbour, default, room, offload);
        }
    }

    /// <summary>Several segments came as one frame, and the device that they leave by wants them one by one.</summary>
    private void PassInSegments(
        in InboundPacket packet,
        Destination destination,
        Neighbour neighbour,
        in NatRewrite change,
        int octets,
        in TransmitOffload offload,
        int mtu)
    {
        if (offload.HeaderOctets + offload.SegmentOctets > mtu || offload.HeaderOctets > ReceivedFrame.HeaderOctets)
        {
            RefuseTooBig(packet, mtu);
            return;
        }

        var whole = _scratch.AsSpan(0, octets);
        packet.Frame.CopyTo(packet.HeaderOffset, whole);
        DecrementHopLimit(whole);
        change.Apply(whole, IsPartial(packet));
        Span<byte> headers = stackalloc byte[ReceivedFrame.HeaderOctets];
        var segments = new SegmentCutter(whole, offload, headers);
        while (segments.MoveNext())
        {
            host.Counters.Forwarded.Increment();
            host.Link.Dispatch(destination.Interface, neighbour, default, segments.Current, default);
        }
    }

    private void Fragment(in InboundPacket packet, Destination destination, in NatRewrite change, int mtu)
    {
        var head = packet.Frame.Head[packet.HeaderOffset..];
        if (packet.Header.Destination.IsV6
            || IPv4Packet.TryReadQuoted(head, out var view) != WireError.None
            || view.IsDontFragment
            || IpOutput.FindNeighbour(destination) is not { } neighbour)
        {
            RefuseTooBig(packet, mtu);
            return;
        }

        host.Counters.Forwarded.Increment();
        destination.Interface.NeighboursFor(destination.NextHop).Use(neighbour);
        var header = view.HeaderOctets;
        var most = (mtu - header) & ~7;
        var octets = packet.Frame.Length - packet.PayloadOffset;
        var whole = _scratch.AsSpan(0, header + octets);
        packet.Frame.CopyTo(packet.HeaderOffset, whole);
        DecrementHopLimit(whole);
        change.Apply(whole, IsPartial(packet));
        OffloadWork.CompleteChecksum(whole, ForwardedOffload.Of(packet));
        Span<byte> first = stackalloc byte[IPv4Packet.MaxHeaderOctets];
        first = first[..header];
        whole[..header].CopyTo(first);
        for (var offset = 0; offset < octets; offset += most)
        {
            // As with our own packets: each header is written over what has left already. Options go with every fragment,
            // which is more than RFC 791 section 3.1 asks for, and harmless.
            var part = Math.Min(most, octets - offset);
            var hasMore = offset + part < octets || view.HasMoreFragments;
            var fragment = whole.Slice(offset, header + part);
            first.CopyTo(fragment);
            var word = ((view.FragmentOffset + offset) / 8) | (hasMore ? IPv4Packet.MoreFragments : 0);
            IPv4Packet.WriteFragmentWord(fragment, (ushort)word);
            IPv4Packet.WriteLength(fragment[..header], part);
            host.Counters.FragmentsSent.Increment();
            host.Link.Dispatch(destination.Interface, neighbour, default, fragment, default);
        }
    }

    private static bool IsPartial(in InboundPacket packet) => packet.Frame.Facts.Checksum == ReceiveChecksum.Partial;

    private void RefuseTooBig(in InboundPacket packet, int mtu)
    {
        host.Counters.ForwardTooBig.Increment();
        host.Errors.ReportTooBig(packet, mtu);
    }

    private static void DecrementHopLimit(Span<byte> packet)
    {
        if (packet[0] >> 4 == 4)
        {
            IPv4Packet.DecrementHopLimit(packet);
        }
        else
        {
            packet[7]--;
        }
    }
}
