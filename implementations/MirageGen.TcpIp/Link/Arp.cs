using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// The Address Resolution Protocol (RFC 826) on one interface. Only who asks us, or answers us, becomes a neighbour; what
/// others tell the world only mends what is known already.
/// </summary>
internal sealed class Arp(IpInterface @interface) : NeighbourProtocol(@interface), IFrameReceiver
{
    /// <inheritdoc/>
    public void Receive(in ReceivedFrame frame)
    {
        var counters = Interface.NeighbourCounters;
        counters.ArpReceived.Increment();
        var offset = Interface.Ethernet.HeaderOctets;
        if (frame.Head.Length < offset
            || ArpPacket.TryRead(frame.Head[offset..], out var packet) != WireError.None
            || !IsPossible(packet))
        {
            counters.ArpMalformed.Increment();
            return;
        }

        if (Interface.Conflicts.Hear(packet))
        {
            return;
        }

        var isForUs = Interface.Has(packet.Target);
        if (!packet.IsProbe)
        {
            Learn(packet, isForUs);
        }

        if (isForUs && packet.Operation == ArpOperation.Request)
        {
            var reply = new ArpPacket(
                ArpOperation.Reply, Interface.Ethernet.Address, packet.Target, packet.SenderHardware, packet.Sender);
            Send(packet.SenderHardware, reply);
        }
    }

    /// <inheritdoc/>
    public void EndOfBatch()
    {
    }

    public override void Solicit(Neighbour neighbour, bool isProbe)
    {
        if (Interface.SourceFor(neighbour.Address) is { IsV4: true } source)
        {
            var station = isProbe ? neighbour.Station : MacAddress.Broadcast;
            Send(station, new(ArpOperation.Request, Interface.Ethernet.Address, source.V4, default, neighbour.Address.V4));
        }
    }

    /// <summary>Asks whether anybody has an address, without claiming it (RFC 5227 section 2.1.1).</summary>
    public void Probe(IPv4Address address) =>
        Send(MacAddress.Broadcast, new(ArpOperation.Request, Interface.Ethernet.Address, IPv4Address.Any, default, address));

    /// <summary>Tells everyone that an address is here (RFC 5227 section 2.3).</summary>
    public void Announce(IPv4Address address) =>
        Send(MacAddress.Broadcast, new(ArpOperation.Request, Interface.Ethernet.Address, address, default, address));

    /// <summary>A sender is one station with one address: nothing else may enter the table.</summary>
    private bool IsPossible(in ArpPacket packet) =>
        !packet.SenderHardware.IsMulticast
        && packet.SenderHardware != default
        && !packet.Sender.IsMulticast
        && !packet.Sender.IsLoopback
        && (!Interface.IsBroadcast(packet.Sender) || packet.IsProbe);

    private void Learn(in ArpPacket packet, bool isForUs)
    {
        if (packet.Operation == ArpOperation.Reply
            && isForUs
            && Table.Find(packet.Sender) is { State: NeighbourState.Incomplete or NeighbourState.Delay or NeighbourState.Probe } neighbour)
        {
            Table.Confirm(neighbour, packet.SenderHardware);
            return;
        }

        var mayAdd = isForUs && packet.Operation == ArpOperation.Request && IsNeighbour(packet.Sender);
        Table.Learn(packet.Sender, packet.SenderHardware, mayAdd);
    }

    private bool IsNeighbour(IPv4Address address)
    {
        foreach (var own in Interface.LocalAddresses)
        {
            if (own.Prefix.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private void Send(MacAddress destination, in ArpPacket packet)
    {
        if (Interface.Ethernet.TryReserve(destination, EtherType.Arp, ArpPacket.Octets, out var room))
        {
            packet.Write(room);
            Interface.Ethernet.Send(ArpPacket.Octets);
        }
    }
}
