using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Multicast listener reports, to be written with the hop-by-hop header they travel with (RFC 3810 section 5.2).</summary>
internal static class ListenerReport
{
    /// <summary>Octets of the hop-by-hop header with a router alert.</summary>
    public const int AlertOctets = 8;

    /// <summary>Octets of a record without sources.</summary>
    public const int RecordOctets = 20;

    private const int V1Octets = 24;

    /// <summary>Octets of a report with so many groups, the hop-by-hop header included.</summary>
    public static int OctetsOf(int groups) => AlertOctets + IcmpHeader.Octets + (groups * RecordOctets);

    /// <summary>Writes the hop-by-hop header and the head of a report of the second version, without its checksum.</summary>
    /// <param name="octets">As many as <see cref="OctetsOf"/> says.</param>
    /// <param name="groups">How many records follow.</param>
    public static void Write(Span<byte> octets, int groups)
    {
        WriteAlert(octets);
        new IcmpHeader((byte)IcmpV6Type.ListenerReportV2, 0, (uint)groups).Write(octets[AlertOctets..]);
    }

    /// <summary>Writes one record.</summary>
    /// <param name="octets">The whole report.</param>
    /// <param name="index">Which record.</param>
    /// <param name="type">What is said of the group.</param>
    /// <param name="group">The group.</param>
    public static void WriteRecord(Span<byte> octets, int index, byte type, IPv6Address group)
    {
        var record = octets.Slice(OctetsOf(index), RecordOctets);
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)type << 24);
        group.CopyTo(record[4..]);
    }

    /// <summary>Writes a report or a done of the first version (RFC 2710 section 3), without its checksum.</summary>
    /// <param name="octets">Room for it.</param>
    /// <param name="type">Which message.</param>
    /// <param name="group">The group.</param>
    /// <returns>Octets written.</returns>
    public static int WriteV1(Span<byte> octets, IcmpV6Type type, IPv6Address group)
    {
        WriteAlert(octets);
        new IcmpHeader((byte)type, 0, 0).Write(octets[AlertOctets..]);
        group.CopyTo(octets[(AlertOctets + IcmpHeader.Octets)..]);
        return AlertOctets + V1Octets;
    }

    private static void WriteAlert(Span<byte> octets)
    {
        // Router alert for multicast listener discovery (RFC 2711 section 2.1), and two octets of padding.
        ReadOnlySpan<byte> alert = [(byte)IpProtocol.IcmpV6, 0, 5, 2, 0, 0, 1, 0];
        alert.CopyTo(octets);
    }
}
