using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>The beginning of a packet, as an error quotes it.</summary>
internal readonly ref struct QuotedPacket
{
    /// <summary>What is quoted of a payload at least: enough for ports and a sequence number (RFC 792).</summary>
    public const int LeastPayload = 8;

    private QuotedPacket(scoped in IpHeader header, ReadOnlySpan<byte> payload, int totalOctets, bool isLaterFragment)
    {
        Header = header;
        Payload = payload;
        TotalOctets = totalOctets;
        IsLaterFragment = isLaterFragment;
    }

    /// <summary>Between whom the packet travelled.</summary>
    public IpHeader Header { get; }

    /// <summary>As much of its payload as there is, without extension headers.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The packet's size, as its header says.</summary>
    public int TotalOctets { get; }

    /// <summary>Whether it is a fragment other than the first, so that the payload begins somewhere in the middle.</summary>
    public bool IsLaterFragment { get; }

    /// <summary>Reads what is quoted.</summary>
    /// <param name="octets">Untrusted; begins with an IP header.</param>
    /// <param name="interface">The zone of link-local addresses.</param>
    /// <param name="quoted">What it says.</param>
    public static bool TryRead(ReadOnlySpan<byte> octets, IpInterface @interface, out QuotedPacket quoted)
    {
        quoted = default;
        if (IPv4Packet.TryReadQuoted(octets, out var v4) == WireError.None)
        {
            var header = new IpHeader(v4.Source, v4.Destination, v4.Protocol, v4.HopLimit, v4.TrafficClass);
            quoted = new(header, octets[v4.HeaderOctets..], v4.TotalOctets, v4.FragmentOffset > 0);
            return true;
        }

        if (IPv6Packet.TryReadQuoted(octets, out var v6) != WireError.None)
        {
            return false;
        }

        var rest = octets[IPv6Packet.HeaderOctets..];
        // What cannot be walked any further is where the payload begins, of a protocol nobody has.
        IPv6HeaderChain.TryRead(v6.NextHeader, rest, out var chain);
        var packet = new IpHeader(
            new IpAddress(v6.Source, v6.Source.IsLinkLocal ? @interface.Index : 0),
            new IpAddress(v6.Destination, v6.Destination.IsLinkLocal ? @interface.Index : 0),
            (IpProtocol)chain.NextHeader,
            v6.HopLimit,
            v6.TrafficClass);
        quoted = new(packet, rest[chain.Octets..], IPv6Packet.HeaderOctets + v6.PayloadOctets, chain.FragmentOffset > 0);
        return true;
    }
}
