using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>What is to be changed in a packet that is forwarded; by default nothing.</summary>
/// <param name="Source">Its new source; null to leave it.</param>
/// <param name="Destination">Its new destination; null to leave it.</param>
/// <param name="IsError">
/// Whether it is an ICMP error: then the ports are those of the packet that it quotes, whose destination was the error's
/// source and whose source is the error's destination.
/// </param>
internal readonly record struct NatRewrite(NatEndpoint? Source, NatEndpoint? Destination, bool IsError = false)
{
    private const int ChecksumOffset = 10;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;
    private const int PortOctets = 2;
    private const int EchoIdentifierOffset = 4;
    private const int TcpChecksumOffset = 16;

    /// <summary>The header of the packet after the change.</summary>
    public IpHeader HeaderOf(in IpHeader header) => header with
    {
        Source = Source?.Address ?? header.Source,
        Destination = Destination?.Address ?? header.Destination,
    };

    /// <summary>Changes a packet.</summary>
    /// <param name="packet">The packet with its IP header, whose headers have been judged.</param>
    /// <param name="isPartial">Whether its transport checksum is the pseudo-header's sum only.</param>
    public void Apply(Span<byte> packet, bool isPartial)
    {
        if (Source is null && Destination is null)
        {
            return;
        }

        var protocol = (IpProtocol)packet[9];
        var addresses = Readdress(packet, Source, Destination);
        var transport = packet[((packet[0] & 0xF) * 4)..];
        if (IsError)
        {
            var quoted = transport[IcmpHeader.Octets..];
            var payload = quoted[((quoted[0] & 0xF) * 4)..];
            ChangePorts(payload, (IpProtocol)quoted[9], Readdress(quoted, Destination, Source), Destination, Source, isPartial: false);
            transport[IcmpHeader.ChecksumOffset..][..PortOctets].Clear();
            IcmpHeader.WriteChecksum(transport, pseudoHeader: 0);
        }
        else
        {
            ChangePorts(transport, protocol, addresses, Source, Destination, isPartial);
        }
    }

    private static ChecksumChange Readdress(Span<byte> packet, NatEndpoint? source, NatEndpoint? destination)
    {
        var change = default(ChecksumChange);
        if (source is { } from)
        {
            change.Replace(packet[SourceOffset..], from.Address);
        }

        if (destination is { } to)
        {
            change.Replace(packet[DestinationOffset..], to.Address);
        }

        change.Mend(packet[ChecksumOffset..]);
        return change;
    }

    private static void ChangePorts(
        Span<byte> transport, IpProtocol protocol, ChecksumChange addresses, NatEndpoint? source, NatEndpoint? destination, bool isPartial)
    {
        if (protocol == IpProtocol.Icmp)
        {
            // No pseudo-header, and one identifier for both ends.
            var echo = default(ChecksumChange);
            echo.Replace(transport[EchoIdentifierOffset..], (source ?? destination)!.Value.Port);
            echo.Mend(transport[IcmpHeader.ChecksumOffset..]);
            return;
        }

        var whole = addresses;
        if (source is { } from)
        {
            whole.Replace(transport, from.Port);
        }

        if (destination is { } to)
        {
            whole.Replace(transport[PortOctets..], to.Port);
        }

        var offset = protocol == IpProtocol.Tcp ? TcpChecksumOffset : UdpHeader.ChecksumOffset;
        if (transport.Length < offset + sizeof(ushort))
        {
            // An error need not quote so much.
            return;
        }

        var checksum = transport[offset..];
        if (isPartial)
        {
            addresses.MendPartial(checksum);
        }
        else if (protocol == IpProtocol.Tcp || BinaryPrimitives.ReadUInt16BigEndian(checksum) != 0)
        {
            whole.Mend(checksum);
            if (protocol == IpProtocol.Udp && BinaryPrimitives.ReadUInt16BigEndian(checksum) == 0)
            {
                // Zero would say that there is none; both mean the same number.
                BinaryPrimitives.WriteUInt16BigEndian(checksum, ushort.MaxValue);
            }
        }
    }
}
