using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Writes segments into the device's memory, header first and the payload behind it, and leaves to the device what it does
/// for its user: checksums, and cutting large segments.
/// </summary>
internal sealed class SegmentOutput(IIp ip)
{
    // ECT(0) (RFC 3168 section 5).
    private const byte EcnCapable = 2;

    /// <summary>Sends what a connection has planned.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="offloads">What the device towards the peer does.</param>
    /// <returns>False when there is no room, or no route.</returns>
    public bool TrySend(Connection connection, ref TcpPlan plan, NetworkOffloads offloads)
    {
        var (local, remote) = (connection.Key.Local, connection.Key.Remote);
        plan.Header.SourcePort = (ushort)local.Port;
        plan.Header.DestinationPort = (ushort)remote.Port;
        var header = new IpHeader(
            local.Address, remote.Address, IpProtocol.Tcp, TrafficClass: plan.IsEcnCapable ? EcnCapable : (byte)0);
        if (!ip.TryReserve(header, TcpHeaderFormat.Length(plan.Header) + plan.Octets, out var segment))
        {
            return false;
        }

        var headerOctets = TcpHeaderFormat.Write(segment, plan.Header);
        segment = segment[..(headerOctets + plan.Octets)];
        if (plan.Octets > 0)
        {
            connection.Flow!.CopyTo(plan.Offset, segment[headerOctets..]);
        }

        var segmentOctets = plan.Segments > 1 ? (ushort)plan.SegmentOctets : (ushort)0;
        Send(header, segment, headerOctets, segmentOctets, offloads);
        return true;
    }

    /// <summary>Sends a segment without payload that belongs to no connection.</summary>
    /// <param name="local">This end.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="tcp">Its header, with ports.</param>
    /// <returns>False when there is no room, or no route.</returns>
    public bool TrySend(IpAddress local, IpAddress remote, in TcpHeader tcp)
    {
        var header = new IpHeader(local, remote, IpProtocol.Tcp);
        if (!ip.TryReserve(header, TcpHeaderFormat.Length(tcp), out var segment))
        {
            return false;
        }

        var octets = TcpHeaderFormat.Write(segment, tcp);
        Send(header, segment[..octets], octets, 0, ip.Offloads(remote));
        return true;
    }

    private void Send(
        in IpHeader header, Span<byte> segment, int headerOctets, ushort segmentOctets, NetworkOffloads offloads)
    {
        var pseudo = InternetChecksum.PseudoHeader(header, segment.Length);
        if ((offloads & (NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation)) == 0)
        {
            TcpHeaderFormat.WriteChecksum(segment, InternetChecksum.Finish(InternetChecksum.Add(pseudo, segment)));
            ip.Send(segment.Length);
            return;
        }

        TcpHeaderFormat.WriteChecksum(segment, InternetChecksum.Fold(pseudo));
        var segmentation = segmentOctets == 0 ? Segmentation.None
            : header.Destination.IsV4 ? Segmentation.TcpV4
            : Segmentation.TcpV6;
        ip.Send(
            segment.Length,
            new(0, TcpSegmentView.ChecksumOffset, segmentation, segmentOctets, segmentOctets == 0 ? (ushort)0 : (ushort)headerOctets));
    }
}
