using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// What a device still has to do for a packet that another left unfinished: a checksum that was never made because the
/// packet never left the machine, segments that came as one frame.
/// </summary>
internal static class ForwardedOffload
{
    private const int TcpChecksumOffset = 16;
    private const int TcpMinOctets = 20;

    /// <summary>What is to be done for a packet; offsets count from its IP header.</summary>
    public static TransmitOffload Of(in InboundPacket packet)
    {
        var facts = packet.Frame.Facts;
        if (facts.Checksum != ReceiveChecksum.Partial && facts.SegmentOctets == 0)
        {
            return default;
        }

        var start = packet.PayloadStart;
        var protocol = packet.Header.Protocol;
        var payload = packet.PayloadHead;
        var isV4 = packet.Header.Destination.IsV4;
        if (!isV4)
        {
            if (IPv6HeaderChain.TryRead((byte)protocol, payload, out var chain) != WireError.None)
            {
                return default;
            }

            protocol = (IpProtocol)chain.NextHeader;
            start += chain.Octets;
            payload = payload[chain.Octets..];
        }

        return protocol switch
        {
            IpProtocol.Udp => new((ushort)start, UdpHeader.ChecksumOffset),
            IpProtocol.Tcp when facts.SegmentOctets == 0 => new((ushort)start, TcpChecksumOffset),
            IpProtocol.Tcp when payload.Length >= TcpMinOctets && payload[12] >> 4 >= 5 => new(
                (ushort)start,
                TcpChecksumOffset,
                isV4 ? Segmentation.TcpV4 : Segmentation.TcpV6,
                (ushort)facts.SegmentOctets,
                (ushort)(start + ((payload[12] >> 4) * 4))),
            _ => default,
        };
    }

    /// <summary>Puts the pseudo-header's sum where a device expects it that cuts segments.</summary>
    /// <param name="packet">The packet with its IP header.</param>
    /// <param name="header">Between whom it travels.</param>
    /// <param name="offload">What the device is to do.</param>
    public static void Prepare(Span<byte> packet, in IpHeader header, in TransmitOffload offload)
    {
        if (offload.Segmentation != Segmentation.None)
        {
            var sum = InternetChecksum.PseudoHeader(header with { Protocol = IpProtocol.Tcp }, packet.Length - offload.ChecksumStart);
            BinaryPrimitives.WriteUInt16BigEndian(
                packet[(offload.ChecksumStart + offload.ChecksumOffset)..], InternetChecksum.Fold(sum));
        }
    }
}
