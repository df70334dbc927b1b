using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>Packets on their way in: judged, put together, handed to their protocol or passed on.</summary>
internal sealed partial class IpInput : IDisposable
{
    private readonly Ip _host;
    private readonly Reassembler _reassembler;
    private readonly IPacketReceiver?[] _receivers = new IPacketReceiver?[256];
    private readonly List<IPacketReceiver> _attached = [];
    private readonly List<IPacketReceiver> _inBatch = [];

    public IpInput(Ip host)
    {
        _host = host;
        _reassembler = new(host.Clock, host.Counters) { TimedOut = host.Errors.ReportReassemblyTimeout };
    }

    public Reassembler Reassembler => _reassembler;

    private IpCounters Counters => _host.Counters;

    public void Attach(IpProtocol protocol, IPacketReceiver receiver)
    {
        if (_receivers[(byte)protocol] is not null || protocol is IpProtocol.Icmp or IpProtocol.Igmp or IpProtocol.IcmpV6)
        {
            throw new InvalidOperationException($"The protocol {protocol} has a receiver already.");
        }

        _receivers[(byte)protocol] = receiver;
        if (!_attached.Contains(receiver))
        {
            _attached.Add(receiver);
        }
    }

    /// <summary>Who takes a protocol's packets; null for nobody.</summary>
    public IPacketReceiver? ReceiverOf(IpProtocol protocol) => _receivers[(byte)protocol];

    /// <summary>Takes a frame with a packet of either version.</summary>
    public void Receive(IpInterface @interface, in ReceivedFrame frame)
    {
        Counters.Received.Increment();
        var offset = @interface.Ethernet.HeaderOctets;
        var isToGroup = (frame.Head[0] & 1) != 0;
        if (BinaryPrimitives.ReadUInt16BigEndian(frame.Head[(offset - sizeof(ushort))..]) == (ushort)EtherType.IPv4)
        {
            ReceiveV4(@interface, frame, offset, isToGroup);
        }
        else
        {
            ReceiveV6(@interface, frame, offset, isToGroup);
        }
    }

    /// <summary>Hands a packet that is for this host to its protocol.</summary>
    public void Deliver(in InboundPacket packet)
    {
        Counters.Delivered.Increment();
        var protocol = packet.Header.Protocol;
        if (protocol == IpProtocol.Icmp && packet.Header.Source.IsV4)
        {
            _host.IcmpV4.Receive(packet);
        }
        else if (protocol == IpProtocol.IcmpV6 && packet.Header.Source.IsV6)
        {
            _host.IcmpV6.Receive(packet);
        }
        else if (protocol == IpProtocol.Igmp && packet.Header.Source.IsV4)
        {
            packet.Interface.Igmp.Receive(packet);
        }
        else if (protocol == IpProtocol.Udp && packet.Interface.Configurator?.TryReceive(packet) == true)
        {
            // An answer to the address configuration of the interface itself.
        }
        else if (_receivers[(byte)protocol] is { } receiver)
        {
            if (!_inBatch.Contains(receiver))
            {
                _inBatch.Add(receiver);
            }

            _host.Errors.Current(packet);
            receiver.Receive(packet.Header, packet.Frame, packet.PayloadOffset);
        }
        else
        {
            Counters.UnknownProtocol.Increment();
            _host.Errors.ReportUnknownProtocol(packet);
        }
    }

    public void EndOfBatch()
    {
        foreach (var receiver in _inBatch)
        {
            receiver.EndOfBatch();
        }

        _inBatch.Clear();
    }

    public void Dispose() => _reassembler.Dispose();

    private void ReceiveV4(IpInterface @interface, in ReceivedFrame frame, int offset, bool isToGroup)
    {
        var error = IPv4Packet.TryRead(frame.Head[offset..], frame.Length - offset, out var packet);
        if (error != WireError.None)
        {
            (error == WireError.Checksum ? Counters.BadChecksum : Counters.Malformed).Increment();
            return;
        }

        if (!AreOptionsGood(packet))
        {
            return;
        }

        var header = new IpHeader(packet.Source, packet.Destination, packet.Protocol, packet.HopLimit, packet.TrafficClass);
        var end = offset + packet.TotalOctets;
        var inbound = new InboundPacket(
            @interface, header, frame.Length == end ? frame : frame.Trim(end), offset, offset + packet.HeaderOctets, isToGroup);
        if (IsBadSource(inbound))
        {
            Counters.BadSource.Increment();
        }
        else if (packet.IsFragment && (_host.Nat is not null || IsForUs(inbound)))
        {
            // Only the first fragment has the ports by which addresses are translated.
            ReassembleV4(inbound, packet);
        }
        else
        {
            DecideV4(inbound);
        }
    }

    private void DecideV4(in InboundPacket inbound)
    {
        if (!IsForUs(inbound))
        {
            PassOn(inbound);
        }
        else if (_host.Nat is not { } nat || !nat.TryTranslateInbound(inbound, out var rewrite))
        {
            Deliver(inbound);
        }
        else if (rewrite is { } change)
        {
            _host.Forwarder.Forward(inbound, change);
        }
    }

    private bool AreOptionsGood(in IPv4Packet packet)
    {
        if (packet.Options.IsEmpty)
        {
            return true;
        }

        if (IPv4Options.Check(packet.Options, out var isSourceRouted) != WireError.None)
        {
            Counters.BadOptions.Increment();
            return false;
        }

        if (isSourceRouted)
        {
            Counters.SourceRouted.Increment();
        }

        return !isSourceRouted;
    }

    private void ReceiveV6(IpInterface @interface, in ReceivedFrame frame, int offset, bool isToGroup)
    {
        if (IPv6Packet.TryRead(frame.Head[offset..], frame.Length - offset, out var packet) != WireError.None)
        {
            Counters.Malformed.Increment();
            return;
        }

        var header = new IpHeader(
            WithZone(packet.Source, @interface),
            WithZone(packet.Destination, @interface),
            (IpProtocol)packet.NextHeader,
            packet.HopLimit,
            packet.TrafficClass);
        var start = offset + IPv6Packet.HeaderOctets;
        var end = start + packet.PayloadOctets;
        var inbound = new InboundPacket(@interface, header, frame.Length == end ? frame : frame.Trim(end), offset, start, isToGroup);
        if (IsBadSource(inbound))
        {
            Counters.BadSource.Increment();
        }
        else if (!IsForUs(inbound))
        {
            PassOn(inbound);
        }
        else
        {
            WalkChain(inbound, mayBeFragment: true);
        }
    }

    /// <summary>Goes through the extension headers of a packet that is for this host.</summary>
    private void WalkChain(in InboundPacket inbound, bool mayBeFragment)
    {
        var error = IPv6HeaderChain.TryRead((byte)inbound.Header.Protocol, inbound.PayloadHead, out var chain);
        if (error != WireError.None || (chain.IsFragment && !mayBeFragment))
        {
            Counters.BadOptions.Increment();
            _host.Errors.ReportChain(inbound, chain.Problem, chain.ProblemOffset);
            return;
        }

        var header = inbound.Header with { Protocol = (IpProtocol)chain.NextHeader };
        var rest = new InboundPacket(
            inbound.Interface, header, inbound.Frame, inbound.HeaderOffset, inbound.PayloadOffset + chain.Octets, inbound.IsToGroup);
        if (chain.IsFragment)
        {
            ReassembleV6(rest, chain);
        }
        else if (chain.NextHeader != IPv6NextHeader.None)
        {
            Deliver(rest);
        }
    }

    private static IpAddress WithZone(IPv6Address address, IpInterface @interface) =>
        new(address, address.IsLinkLocal ? @interface.Index : 0);

    private bool IsBadSource(in InboundPacket inbound)
    {
        var source = inbound.Header.Source;
        if (Martians.IsImpossibleSource(source) || inbound.Interface.IsBroadcast(source))
        {
            return true;
        }

        if (Martians.IsUnspecified(source))
        {
            // Who has no address yet asks for one: by DHCP, by Neighbour Discovery; nothing else.
            var protocol = inbound.Header.Protocol;
            return !inbound.IsToGroup || protocol is not (IpProtocol.Udp or IpProtocol.IcmpV6 or (IpProtocol)IPv6NextHeader.HopByHop);
        }

        // Our own address can only come back to us by a loop or a lie ("land").
        return _host.Tables.OwnerOf(source) is not null;
    }

    private bool IsForUs(in InboundPacket inbound)
    {
        var destination = inbound.Header.Destination;
        if (destination.IsMulticast || inbound.Interface.IsBroadcast(destination))
        {
            return destination.IsMulticast ? inbound.Interface.IsMember(destination) : inbound.IsToGroup;
        }

        // What is for one host is not sent to several stations (RFC 1122 section 3.3.6).
        return !inbound.IsToGroup
            && (inbound.Interface.Has(destination) || (_host.IsForwarding && _host.Tables.OwnerOf(destination) is not null));
    }

    private void PassOn(in InboundPacket inbound)
    {
        if (_host.IsForwarding && !inbound.IsToGroup)
        {
            _host.Forwarder.Forward(inbound);
        }
        else
        {
            Counters.NotForUs.Increment();
        }
    }
}
