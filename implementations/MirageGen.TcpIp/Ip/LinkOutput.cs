namespace MirageGen.TcpIp;

/// <summary>
/// Packets with their IP headers on their way to a station, or to the queue of a neighbour whose station is not known yet.
/// </summary>
internal sealed class LinkOutput(Ip host)
{
    /// <summary>Sends a packet that waited for its next hop's station.</summary>
    public void SendKept(IpInterface @interface, Neighbour neighbour, in KeptPacket packet) =>
        Transmit(@interface, neighbour.Station, packet.Protocol, packet.Octets.AsSpan(0, packet.Length), packet.Offload);

    /// <summary>
    /// Hands over a packet with its IP header: to the device, or to the neighbour's queue when its station is not known.
    /// </summary>
    /// <param name="interface">The interface to leave by.</param>
    /// <param name="neighbour">The next hop; null for a group's station, or when there are too many.</param>
    /// <param name="group">The stations of a group; meaningless with a neighbour.</param>
    /// <param name="packet">The packet; copied.</param>
    /// <param name="offload">What is left to the device; offsets count from the start of the packet.</param>
    public void Dispatch(
        IpInterface @interface, Neighbour? neighbour, MacAddress group, ReadOnlySpan<byte> packet, in TransmitOffload offload)
    {
        var protocol = packet[0] >> 4 == 4 ? EtherType.IPv4 : EtherType.IPv6;
        if (neighbour is null && group == default)
        {
            // Too many neighbours are being asked for; the table has counted it.
            return;
        }

        if (neighbour is { IsUsable: false })
        {
            @interface.NeighboursFor(neighbour.Address).TryKeep(neighbour, new(protocol, packet.ToArray(), packet.Length, offload));
            return;
        }

        Transmit(@interface, neighbour?.Station ?? group, protocol, packet, offload);
    }

    private void Transmit(
        IpInterface @interface, MacAddress station, EtherType protocol, ReadOnlySpan<byte> packet, in TransmitOffload offload)
    {
        var ethernet = @interface.Ethernet;
        if (!ethernet.TryReserve(station, protocol, packet.Length, out var room))
        {
            host.Counters.Full.Increment();
            return;
        }

        packet.CopyTo(room);
        SendReserved(ethernet, room[..packet.Length], offload);
    }

    /// <summary>Sends what lies in a device's memory; a checksum that it does not make is made here.</summary>
    public static void SendReserved(IEthernet ethernet, Span<byte> packet, in TransmitOffload offload)
    {
        if (offload.Segmentation == Segmentation.None
            && (ethernet.Offloads & (NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation)) == 0)
        {
            OffloadWork.CompleteChecksum(packet, offload);
            ethernet.Send(packet.Length);
        }
        else
        {
            ethernet.Send(packet.Length, OffloadWork.Shift(offload, ethernet.HeaderOctets));
        }
    }
}
