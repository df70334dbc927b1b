namespace MirageGen.TcpIp;

/// <summary>Source addresses that no packet can honestly have (RFC 1812 section 5.3.7, RFC 4291 section 2.7).</summary>
internal static class Martians
{
    /// <summary>
    /// Whether an address cannot be that of a sender. The unspecified address can: of one who has none yet, and only in
    /// what such a host may send.
    /// </summary>
    public static bool IsImpossibleSource(IpAddress address)
    {
        if (address.IsV4)
        {
            var value = address.V4.Value;
            // 0/8, 127/8, and from 224/4 on groups, reserved addresses and broadcast.
            return (value >> 24 == 0 && value != 0) || address.IsLoopback || value >= 0xE000_0000;
        }

        return address.IsMulticast || address.IsLoopback || IsMapped(address.V6);
    }

    /// <summary>Whether an address means no address.</summary>
    public static bool IsUnspecified(IpAddress address) =>
        address.IsV4 ? address.V4 == IPv4Address.Any : address.V6 == IPv6Address.Any;

    /// <summary>Whether packets to an address never leave a host.</summary>
    public static bool IsImpossibleDestination(IpAddress address) =>
        address.IsLoopback || IsUnspecified(address) || (address.IsV6 && IsMapped(address.V6));

    /// <summary>An IPv4 address in IPv6's clothes is for programs, not for the wire (RFC 4038 section 4.2).</summary>
    private static bool IsMapped(IPv6Address address) => address.Value >> 32 == 0xFFFF;
}
