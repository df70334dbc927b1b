using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>An IGMP message of any version (RFC 3376 section 4, RFC 2236 section 2, RFC 1112 appendix I).</summary>
/// <param name="Type">What it is.</param>
/// <param name="Version">Of a query, which version its sender speaks: 1, 2 or 3; otherwise zero.</param>
/// <param name="MaxDelay">Of a query, within which answers are spread.</param>
/// <param name="Group">The group it is about; unspecified for all, and in a report of the third version.</param>
internal readonly record struct IgmpMessage(IgmpType Type, int Version, TimeSpan MaxDelay, IPv4Address Group)
{
    /// <summary>Octets of the messages of the first two versions.</summary>
    public const int OlderOctets = 8;

    private const int QueryV3Octets = 12;
    private const int RecordOctets = 8;
    private const int FloatingPointFrom = 0x80;
    private const int UnitMilliseconds = 100;

    /// <summary>What a query of the first version leaves unsaid (RFC 3376 section 7.2.1).</summary>
    private static readonly TimeSpan DelayV1 = TimeSpan.FromSeconds(10);

    /// <summary>Octets of a report of the third version with so many groups.</summary>
    public static int ReportOctets(int groups) => OlderOctets + (groups * RecordOctets);

    /// <summary>Reads a message; the sources that a query lists are left, since nothing here listens to some sources only.</summary>
    /// <param name="octets">Untrusted; the beginning of the message, twelve octets of it when it has as many.</param>
    /// <param name="length">Octets of the message.</param>
    /// <param name="message">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, int length, out IgmpMessage message)
    {
        message = default;
        if (octets.Length < OlderOctets)
        {
            return WireError.Truncated;
        }

        var type = (IgmpType)octets[0];
        var group = new IPv4Address(octets[4..]);
        if (type != IgmpType.Query)
        {
            message = new(type, 0, TimeSpan.Zero, type == IgmpType.ReportV3 ? IPv4Address.Any : group);
            return WireError.None;
        }

        if (length is > OlderOctets and < QueryV3Octets)
        {
            return WireError.Length;
        }

        if (group != IPv4Address.Any && !group.IsMulticast)
        {
            return WireError.Value;
        }

        int code = octets[1];
        var version = length >= QueryV3Octets ? 3 : code == 0 ? 1 : 2;
        var units = version == 3 && code >= FloatingPointFrom ? ((code & 0xF) | 0x10) << (((code >> 4) & 7) + 3) : code;
        message = new(type, version, version == 1 ? DelayV1 : TimeSpan.FromMilliseconds(units * UnitMilliseconds), group);
        return WireError.None;
    }

    /// <summary>Writes the head of a report of the third version, without its checksum.</summary>
    /// <param name="octets">At least eight octets.</param>
    /// <param name="groups">How many records follow.</param>
    public static void WriteReport(Span<byte> octets, int groups) =>
        new IcmpHeader((byte)IgmpType.ReportV3, 0, (uint)groups).Write(octets);

    /// <summary>Writes one record of a report.</summary>
    /// <param name="report">The whole report.</param>
    /// <param name="index">Which record.</param>
    /// <param name="type">What is said of the group.</param>
    /// <param name="group">The group.</param>
    public static void WriteRecord(Span<byte> report, int index, byte type, IPv4Address group)
    {
        var record = report.Slice(ReportOctets(index), RecordOctets);
        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)type << 24);
        group.CopyTo(record[4..]);
    }

    /// <summary>Writes a report or a leave of the first two versions, without its checksum.</summary>
    /// <param name="octets">At least <see cref="OlderOctets"/> octets.</param>
    /// <param name="type">Which message.</param>
    /// <param name="group">The group.</param>
    public static void WriteOlder(Span<byte> octets, IgmpType type, IPv4Address group) =>
        new IcmpHeader((byte)type, 0, group.Value).Write(octets);
}
