using System.Runtime.InteropServices;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Udp;

/// <summary>
/// The control message that says to which of the host's addresses a datagram came, or from which it is to leave:
/// IP_PKTINFO (ip(7)) and IPV6_PKTINFO (RFC 3542 section 6.2).
/// </summary>
internal static class PacketInfo
{
    /// <summary>Room for one control message, with some to spare for what was not asked for.</summary>
    public const int ControlBytes = 64;

    // struct in_pktinfo: interface, local address, destination. struct in6_pktinfo: address, interface.
    private const int V4Bytes = 12;
    private const int V4LocalOffset = 4;
    private const int V6Bytes = 20;
    private const int V6InterfaceOffset = 16;

    /// <summary>Reads the local address out of received control messages; none when it is not among them.</summary>
    public static IpAddress Read(ReadOnlySpan<byte> control)
    {
        var messages = new ControlMessages(control);
        while (messages.MoveNext())
        {
            var data = messages.Data;
            switch (messages.Level, messages.Type)
            {
                case (Libc.LevelIp, Libc.IpPacketInfo) when data.Length >= V4Bytes:
                    return new IPv4Address(data[V4LocalOffset..]);
                case (Libc.LevelIpv6, Libc.Ipv6PacketInfo) when data.Length >= V6Bytes:
                    return ReadV6(data);
            }
        }

        return default;
    }

    /// <summary>Writes the control message that sends from an address.</summary>
    /// <param name="control">At least <see cref="ControlBytes"/> octets.</param>
    /// <param name="local">An address of the host.</param>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> control, IpAddress local)
    {
        var length = local.IsV4
            ? ControlMessages.WriteHeader(control, Libc.LevelIp, Libc.IpPacketInfo, V4Bytes)
            : ControlMessages.WriteHeader(control, Libc.LevelIpv6, Libc.Ipv6PacketInfo, V6Bytes);
        var data = control[ControlMessages.DataOffset..];
        if (local.IsV4)
        {
            local.V4.CopyTo(data[V4LocalOffset..]);
        }
        else
        {
            local.V6.CopyTo(data);
            MemoryMarshal.Write(data[V6InterfaceOffset..], local.Zone);
        }

        return length;
    }

    private static IpAddress ReadV6(ReadOnlySpan<byte> data)
    {
        var address = new IPv6Address(data);
        return new(address, address.IsLinkLocal ? MemoryMarshal.Read<uint>(data[V6InterfaceOffset..]) : 0);
    }
}
