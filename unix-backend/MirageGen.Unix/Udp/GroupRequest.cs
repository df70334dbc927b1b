using System.Globalization;
using System.Runtime.InteropServices;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Udp;

/// <summary>Joins and leaves multicast groups with a socket: struct ip_mreqn (ip(7)) and struct ipv6_mreq (ipv6(7)).</summary>
internal static unsafe class GroupRequest
{
    private const int V4Bytes = 12;
    private const int V4LocalOffset = 4;
    private const int V6Bytes = 20;
    private const int V6InterfaceOffset = 16;

    /// <summary>The addresses of the kernel's interfaces: address, index, prefix, scope, flags and name of each (proc(5)).</summary>
    private const string AddressesV6 = "/proc/thread-self/net/if_inet6";

    /// <summary>Has a socket hear only the groups that it joins itself.</summary>
    public static void HearOwnOnly(int socket, bool isV4) =>
        _ = isV4
            ? Libc.TrySetOption(socket, Libc.LevelIp, Libc.IpMulticastAll, 0)
            : Libc.TrySetOption(socket, Libc.LevelIpv6, Libc.Ipv6MulticastAll, 0);

    /// <summary>Joins or leaves a group.</summary>
    /// <param name="socket">A socket of the group's version.</param>
    /// <param name="group">The group.</param>
    /// <param name="local">An address of the interface; none for the kernel's choice.</param>
    /// <param name="isToJoin">Whether to join it.</param>
    /// <returns>False when the kernel refuses; <see cref="Errno.Last"/> says why.</returns>
    public static bool TrySet(int socket, IpAddress group, IpAddress local, bool isToJoin)
    {
        var request = stackalloc byte[V6Bytes];
        var octets = new Span<byte>(request, V6Bytes);
        octets.Clear();
        if (group.IsV4)
        {
            group.V4.CopyTo(octets);
            (local.IsNone ? IPv4Address.Any : local.V4).CopyTo(octets[V4LocalOffset..]);
            return Libc.SetOption(socket, Libc.LevelIp, isToJoin ? Libc.IpJoin : Libc.IpLeave, request, V4Bytes) == 0;
        }

        group.V6.CopyTo(octets);
        MemoryMarshal.Write(octets[V6InterfaceOffset..], group.Zone != 0 || local.IsNone ? group.Zone : IndexOf(local));
        return Libc.SetOption(socket, Libc.LevelIpv6, isToJoin ? Libc.Ipv6Join : Libc.Ipv6Leave, request, V6Bytes) == 0;
    }

    /// <summary>The index of the interface that has an IPv6 address; a number that none has when it is nobody's.</summary>
    private static uint IndexOf(IpAddress local)
    {
        var wanted = local.V6.Value.ToString("x32", CultureInfo.InvariantCulture);
        foreach (var line in File.Exists(AddressesV6) ? File.ReadLines(AddressesV6) : [])
        {
            if (line.StartsWith(wanted, StringComparison.Ordinal)
                && uint.TryParse(line.AsSpan(wanted.Length + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var index)
                && (local.Zone == 0 || local.Zone == index))
            {
                return index;
            }
        }

        return int.MaxValue;
    }
}
