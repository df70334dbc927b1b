using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <content>The messages that a client sends (RFC 2131 section 4.4.1, table 5).</content>
internal sealed partial class DhcpClient
{
    private const byte EthernetHardware = 1;

    private void SendDiscover()
    {
        if (TryBegin(IPv4Address.Any, IPv4Address.Broadcast, out var room))
        {
            Finish(room, Asking(room, DhcpMessageType.Discover));
        }

        Retry();
    }

    private void SendRequest()
    {
        if (TryBegin(IPv4Address.Any, IPv4Address.Broadcast, out var room))
        {
            var message = Asking(room, DhcpMessageType.Request);
            message.Add(DhcpOption.RequestedAddress, _offer!.Prefix.Address.V4);
            message.Add(DhcpOption.ServerIdentifier, _offer.Server);
            Finish(room, message);
        }

        // The lease counts from the request, not from its answer (RFC 2131 section 4.4.1).
        _requested = _alarm.Now;
        Retry();
    }

    private void SendExtension()
    {
        var own = _lease!.Prefix.Address.V4;
        var server = State == DhcpState.Renewing ? _lease.Server : IPv4Address.Broadcast;
        if (TryBegin(own, server, out var room))
        {
            var message = Asking(room, DhcpMessageType.Request);
            message.ClientAddress = own;
            message.Flags = 0;
            Finish(room, message);
        }

        _requested = _alarm.Now;
    }

    private void SendDecline(DhcpLease lease)
    {
        if (TryBegin(IPv4Address.Any, IPv4Address.Broadcast, out var room))
        {
            var message = Begin(room, DhcpMessageType.Decline);
            message.Add(DhcpOption.RequestedAddress, lease.Prefix.Address.V4);
            message.Add(DhcpOption.ServerIdentifier, lease.Server);
            Finish(room, message);
        }
    }

    private void SendRelease(DhcpLease lease)
    {
        if (TryBegin(lease.Prefix.Address.V4, lease.Server, out var room))
        {
            var message = Begin(room, DhcpMessageType.Release);
            message.ClientAddress = lease.Prefix.Address.V4;
            message.Add(DhcpOption.ServerIdentifier, lease.Server);
            Finish(room, message);
        }
    }

    /// <summary>Reserves a message to a server: by broadcast from no address, or from ours.</summary>
    private bool TryBegin(IPv4Address source, IPv4Address destination, out Span<byte> room)
    {
        const int Octets = UdpHeader.Octets + DhcpWriter.MostOctets;
        const byte HopLimit = 64;
        var header = new IpHeader(source, destination, IpProtocol.Udp, HopLimit);
        return destination == IPv4Address.Broadcast
            ? Host.Output.TryReserveOn(_interface, MacAddress.Broadcast, header, Octets, out room)
            : Host.Output.TryReserve(header, Octets, out room);
    }

    private DhcpWriter Begin(Span<byte> room, DhcpMessageType type)
    {
        var message = new DhcpWriter(
            room[UdpHeader.Octets..], DhcpMessage.FromClient, type, _transaction, _interface.Ethernet.Address)
        {
            Seconds = (ushort)Math.Min(ushort.MaxValue, (_alarm.Now - _began).TotalSeconds),
            Flags = DhcpMessage.BroadcastFlag,
        };
        Span<byte> identifier = stackalloc byte[1 + MacAddress.OctetCount];
        identifier[0] = EthernetHardware;
        _interface.Ethernet.Address.CopyTo(identifier[1..]);
        message.Add(DhcpOption.ClientIdentifier, identifier);
        return message;
    }

    /// <summary>A message with all that the client would like to know.</summary>
    private DhcpWriter Asking(Span<byte> room, DhcpMessageType type)
    {
        var message = Begin(room, type);
        // RFC 3442 wants its own option in front of the router's.
        message.Add(
            DhcpOption.ParameterRequestList,
            [
                (byte)DhcpOption.SubnetMask, (byte)DhcpOption.ClasslessRoutes, (byte)DhcpOption.Router, (byte)DhcpOption.DomainNameServer,
                (byte)DhcpOption.HostName, (byte)DhcpOption.InterfaceMtu, (byte)DhcpOption.RenewalTime, (byte)DhcpOption.RebindingTime,
            ]);
        message.Add(DhcpOption.MaxMessageSize, [(byte)(DhcpWriter.MostOctets + 28 >> 8), unchecked((byte)(DhcpWriter.MostOctets + 28))]);
        if (_hostName.Length > 0)
        {
            message.Add(DhcpOption.HostName, _hostName);
        }

        return message;
    }

    private void Finish(Span<byte> room, DhcpWriter message)
    {
        var octets = UdpHeader.Octets + message.End();
        var datagram = room[..octets];
        new UdpHeader(DhcpMessage.ClientPort, DhcpMessage.ServerPort, (ushort)octets, 0).Write(datagram);
        var pseudoHeader = InternetChecksum.Fold(InternetChecksum.PseudoHeader(Host.Output.Header, octets));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(datagram[UdpHeader.ChecksumOffset..], pseudoHeader);
        OffloadWork.CompleteChecksum(datagram, new(0, UdpHeader.ChecksumOffset));
        _counters.Sent.Increment();
        Host.Output.Send(octets, default);
    }
}
