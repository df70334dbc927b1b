using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Neighbour Discovery on one interface (RFC 4861): who has which station, answered and asked. What is not from the link
/// itself, as its hop limit of 255 shows, is dropped.
/// </summary>
internal sealed class NeighbourDiscovery : NeighbourProtocol
{
    /// <summary>What no packet has that has passed a router (RFC 4861 section 3.1).</summary>
    public const byte LinkHopLimit = 255;

    private const byte ListenerHopLimit = 1;

    private readonly byte[] _message = new byte[IPv6Packet.MinMtu];

    public NeighbourDiscovery(IpInterface @interface)
        : base(@interface) => Groups = new(@interface);

    /// <summary>The groups that the interface is in.</summary>
    public ListenerGroups Groups { get; }

    /// <summary>Takes a message of neighbours, routers or listeners; its checksum is right.</summary>
    public void Receive(in InboundPacket packet, IcmpV6Type type)
    {
        var isListener = type < IcmpV6Type.RouterSolicitation;
        if (packet.PayloadOctets > _message.Length || packet.Header.HopLimit != (isListener ? ListenerHopLimit : LinkHopLimit))
        {
            Interface.Host.IcmpCounters.NotNeighbour.Increment();
            return;
        }

        // A router's message may be longer than what is sure to lie in one piece.
        var octets = packet.PayloadHead;
        if (octets.Length < packet.PayloadOctets)
        {
            var copy = _message.AsSpan(0, packet.PayloadOctets);
            packet.Frame.CopyTo(packet.PayloadOffset, copy);
            octets = copy;
        }

        var isGood = type switch
        {
            IcmpV6Type.NeighbourSolicitation => ReceiveSolicitation(packet, octets),
            IcmpV6Type.NeighbourAdvertisement => ReceiveAdvertisement(packet, octets),
            IcmpV6Type.RouterSolicitation => Interface.Advertiser?.ReceiveSolicitation(packet.Header.Source, octets) ?? true,
            IcmpV6Type.RouterAdvertisement => Interface.Routers?.Receive(packet.Header.Source, octets) ?? true,
            IcmpV6Type.ListenerQuery => Groups.Receive(packet.Header.Source, octets),
            // What others listen to, or ask routers, is not for us.
            _ => true,
        };
        if (!isGood)
        {
            Interface.Host.IcmpCounters.NotNeighbour.Increment();
        }
    }

    public override void Solicit(Neighbour neighbour, bool isProbe)
    {
        var target = neighbour.Address.V6;
        var source = Interface.SourceFor(neighbour.Address);
        if (source.IsNone)
        {
            return;
        }

        if (isProbe)
        {
            SendSolicitation(source, target, neighbour.Station, target);
        }
        else
        {
            var group = LinkGroups.SolicitedNode(target);
            SendSolicitation(source, group, GroupStation.Of(group), target);
        }
    }

    /// <summary>Asks whether anybody has an address that is to become ours (RFC 4862 section 5.4.2).</summary>
    public void SolicitDuplicate(IPv6Address target)
    {
        var group = LinkGroups.SolicitedNode(target);
        SendSolicitation(IPv6Address.Any, group, GroupStation.Of(group), target);
    }

    /// <summary>Tells everyone that an address is here, or somebody who asked.</summary>
    public void Advertise(IPv6Address target, IpAddress to, MacAddress station, bool isSolicited)
    {
        var header = LinkHeader(new IpAddress(target), to);
        if (TryReserve(station, header, NeighbourMessage.OctetsWithLinkAddress, out var message))
        {
            var octets = NeighbourMessage.WriteAdvertisement(
                message, target, Interface.Ethernet.Address, Interface.Host.IsForwarding, isSolicited);
            Interface.Host.SendIcmp(message[..octets]);
        }
    }

    /// <summary>Tells everyone that an address is here (RFC 4861 section 7.2.6).</summary>
    public void Announce(IPv6Address target) =>
        Advertise(target, LinkGroups.AllNodes, GroupStation.Of(LinkGroups.AllNodes), isSolicited: false);

    /// <summary>Asks for routers (RFC 4861 section 6.3.7), from an address or from none.</summary>
    public void SolicitRouters(IpAddress source)
    {
        const int OctetsWithStation = 16;
        var header = LinkHeader(source, LinkGroups.AllRouters);
        if (!TryReserve(GroupStation.Of(LinkGroups.AllRouters), header, OctetsWithStation, out var message))
        {
            return;
        }

        new IcmpHeader((byte)IcmpV6Type.RouterSolicitation, 0, 0).Write(message);
        NdpOptions.WriteLinkAddress(message[IcmpHeader.Octets..], NdpOptionType.SourceLinkAddress, Interface.Ethernet.Address);
        // Whoever has no address must not say which station he has (RFC 4861 section 4.1).
        Interface.Host.SendIcmp(message[..(Martians.IsUnspecified(source) ? IcmpHeader.Octets : OctetsWithStation)]);
    }

    public override void Dispose()
    {
        base.Dispose();
        Groups.Dispose();
    }

    private static IpHeader LinkHeader(IpAddress source, IpAddress destination) =>
        new(source, destination, IpProtocol.IcmpV6, LinkHopLimit);

    private bool TryReserve(MacAddress station, scoped in IpHeader header, int octets, out Span<byte> message) =>
        Interface.Host.Output.TryReserveOn(Interface, station, header, octets, out message);

    private void SendSolicitation(IpAddress source, IPv6Address destination, MacAddress station, IPv6Address target)
    {
        var isDuplicateDetection = Martians.IsUnspecified(source);
        var octets = isDuplicateDetection ? NeighbourMessage.MinOctets : NeighbourMessage.OctetsWithLinkAddress;
        if (TryReserve(station, LinkHeader(source, destination), octets, out var message))
        {
            NeighbourMessage.WriteSolicitation(message, target, isDuplicateDetection ? null : Interface.Ethernet.Address);
            Interface.Host.SendIcmp(message[..octets]);
        }
    }

    private bool ReceiveSolicitation(in InboundPacket packet, ReadOnlySpan<byte> octets)
    {
        if (NeighbourMessage.TryRead(octets, out var message) != WireError.None)
        {
            return false;
        }

        ref readonly var header = ref packet.Header;
        var isDuplicateDetection = Martians.IsUnspecified(header.Source);
        var hasStation = message.Options.TryFindLinkAddress(NdpOptionType.SourceLinkAddress, out var station);
        if (isDuplicateDetection && (hasStation || !header.Destination.IsMulticast))
        {
            return false;
        }

        if (Interface.Find(WithZone(message.Target)) is not { } own)
        {
            return true;
        }

        if (!own.IsUsable)
        {
            // Another host wants the same address at the same time: neither gets it (RFC 4862 section 5.4.3).
            if (isDuplicateDetection)
            {
                Interface.Duplicates.Found(own, station);
            }

            return true;
        }

        if (isDuplicateDetection)
        {
            Announce(message.Target);
            return true;
        }

        var neighbour = new IpAddress(header.Source.V6);
        if (hasStation)
        {
            Table.Learn(neighbour, station, mayAdd: true);
        }

        if (Table.Find(neighbour) is { IsUsable: true } known)
        {
            Advertise(message.Target, header.Source, known.Station, isSolicited: true);
        }

        return true;
    }

    private bool ReceiveAdvertisement(in InboundPacket packet, ReadOnlySpan<byte> octets)
    {
        if (NeighbourMessage.TryRead(octets, out var message) != WireError.None
            || (message.IsSolicited && packet.Header.Destination.IsMulticast))
        {
            return false;
        }

        var hasStation = message.Options.TryFindLinkAddress(NdpOptionType.TargetLinkAddress, out var station);
        if (Interface.Find(WithZone(message.Target)) is { } own)
        {
            Interface.Duplicates.Found(own, station);
            return true;
        }

        if (Table.Find(message.Target) is { } neighbour)
        {
            Update(neighbour, message, hasStation, station);
        }

        return true;
    }

    /// <summary>RFC 4861 section 7.2.5.</summary>
    private void Update(Neighbour neighbour, in NeighbourMessage message, bool hasStation, MacAddress station)
    {
        if (neighbour.State == NeighbourState.Incomplete)
        {
            if (!hasStation)
            {
                return;
            }

            neighbour.IsRouter = message.IsRouter;
            Adopt(neighbour, message, station);
            return;
        }

        var isOther = hasStation && station != neighbour.Station;
        if (isOther && !message.IsOverride)
        {
            Table.Doubt(neighbour);
            return;
        }

        neighbour.IsRouter = message.IsRouter;
        if (message.IsSolicited)
        {
            Table.Confirm(neighbour, hasStation ? station : neighbour.Station);
        }
        else if (isOther)
        {
            Table.Learn(neighbour.Address, station, mayAdd: false);
        }
    }

    private void Adopt(Neighbour neighbour, in NeighbourMessage message, MacAddress station)
    {
        if (message.IsSolicited)
        {
            Table.Confirm(neighbour, station);
        }
        else
        {
            Table.Learn(neighbour.Address, station, mayAdd: false);
        }
    }

    private IpAddress WithZone(IPv6Address address) => new(address, address.IsLinkLocal ? Interface.Index : 0);
}
