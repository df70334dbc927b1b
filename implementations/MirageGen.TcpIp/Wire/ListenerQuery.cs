using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>A multicast listener query (RFC 2710 section 3, RFC 3810 section 5.1).</summary>
/// <param name="Group">The group asked about; unspecified for all.</param>
/// <param name="MaxDelay">Within which answers are spread.</param>
/// <param name="IsV1">Whether the querier knows the first version only.</param>
internal readonly record struct ListenerQuery(IPv6Address Group, TimeSpan MaxDelay, bool IsV1)
{
    private const int V1Octets = 24;
    private const int V2MinOctets = 28;
    private const int FloatingPointFrom = 0x8000;

    /// <summary>Reads a query; the sources it lists are left, since nothing here listens to some sources only.</summary>
    /// <param name="octets">Untrusted; the whole ICMPv6 message.</param>
    /// <param name="query">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out ListenerQuery query)
    {
        query = default;
        if (octets.Length < V1Octets)
        {
            return WireError.Truncated;
        }

        if (octets.Length is > V1Octets and < V2MinOctets)
        {
            return WireError.Length;
        }

        var group = new IPv6Address(octets[8..V1Octets]);
        if (group != IPv6Address.Any && !group.IsMulticast)
        {
            return WireError.Value;
        }

        int code = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        var isV1 = octets.Length == V1Octets;
        var milliseconds = isV1 || code < FloatingPointFrom
            ? code
            : ((code & 0xFFF) | 0x1000) << (((code >> 12) & 7) + 3);
        query = new(group, TimeSpan.FromMilliseconds(milliseconds), isV1);
        return WireError.None;
    }
}
