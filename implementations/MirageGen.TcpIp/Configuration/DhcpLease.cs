using System.Numerics;
using System.Text;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>What a DHCP server has given.</summary>
/// <param name="Prefix">The address and the length of its network's prefix.</param>
/// <param name="Server">The server.</param>
/// <param name="Routes">Routes, with the router of each; none for a neighbour.</param>
/// <param name="NameServers">Servers for names.</param>
/// <param name="Mtu">The largest packet; zero for the link's own.</param>
/// <param name="HostName">What the host is called; empty when the server does not say.</param>
/// <param name="Duration">How long the address is given for.</param>
/// <param name="RenewAfter">When to ask its server for more time (T1).</param>
/// <param name="RebindAfter">When to ask any server for more time (T2).</param>
internal sealed record DhcpLease(
    IpPrefix Prefix,
    IPv4Address Server,
    IReadOnlyList<(IpPrefix Destination, IPv4Address Router)> Routes,
    IReadOnlyList<IpAddress> NameServers,
    int Mtu,
    string HostName,
    TimeSpan Duration,
    TimeSpan RenewAfter,
    TimeSpan RebindAfter)
{
    private const int MostRoutes = 16;
    private const int MostNameServers = 4;
    private const int MostRouteOctets = 512;
    private const int MostHostName = 63;
    private const uint DefaultMask = 0xFFFF_FF00;
    private const int LeastMtu = 576;

    /// <summary>What is not believed of a lease's length: less, and one would do nothing but renew.</summary>
    private static readonly TimeSpan LeastDuration = TimeSpan.FromSeconds(10);

    /// <summary>Reads an offer or an acknowledgment.</summary>
    /// <param name="message">Untrusted.</param>
    /// <returns>Null when it gives nothing that an interface can use.</returns>
    public static DhcpLease? Read(in DhcpMessage message)
    {
        var address = message.YourAddress;
        var server = message.Address(DhcpOption.ServerIdentifier);
        var mask = message.Number(DhcpOption.SubnetMask) ?? DefaultMask;
        var length = BitOperations.PopCount(mask);
        var prefix = new IpPrefix(address, length);
        if (Martians.IsImpossibleSource(address) || address == IPv4Address.Any
            || server == IPv4Address.Any
            || mask == 0 || (mask | (mask - 1)) != uint.MaxValue
            || prefix.Broadcast == address || (length < 31 && prefix.Network == address))
        {
            return null;
        }

        var duration = Seconds(message.Number(DhcpOption.LeaseTime) ?? 0);
        if (duration < LeastDuration)
        {
            return null;
        }

        // A server may set both times, within the lease and in their order (RFC 2131 section 4.4.5).
        var rebind = message.Number(DhcpOption.RebindingTime) is { } t2 && Seconds(t2) < duration ? Seconds(t2) : duration * 0.875;
        var renew = message.Number(DhcpOption.RenewalTime) is { } t1 && Seconds(t1) < rebind
            ? Seconds(t1)
            : Alarm.Earlier(duration * 0.5, rebind);
        var mtu = message.Number16(DhcpOption.InterfaceMtu);
        return new(
            prefix,
            server,
            ReadRoutes(message, prefix),
            ReadNameServers(message),
            mtu >= LeastMtu ? mtu : 0,
            ReadHostName(message),
            duration,
            renew,
            rebind);
    }

    private static TimeSpan Seconds(uint seconds) => TimeSpan.FromSeconds(seconds);

    private static List<(IpPrefix Destination, IPv4Address Router)> ReadRoutes(in DhcpMessage message, IpPrefix own)
    {
        var routes = new List<(IpPrefix, IPv4Address)>();
        Span<byte> room = stackalloc byte[MostRouteOctets];
        var classless = room[..message.Join(DhcpOption.ClasslessRoutes, room)];
        if (classless.IsEmpty)
        {
            AddRoute(routes, own, new(IPv4Address.Any, 0), message.Address(DhcpOption.Router));
            return routes;
        }

        Span<byte> destination = stackalloc byte[IPv4Address.OctetCount];
        // With these the router option does not count (RFC 3442, DHCP Client Behavior).
        while (classless.Length > 0 && classless[0] <= 32 && routes.Count < MostRoutes)
        {
            var length = classless[0];
            var significant = (length + 7) / 8;
            if (classless.Length < 1 + significant + IPv4Address.OctetCount)
            {
                break;
            }

            destination.Clear();
            classless.Slice(1, significant).CopyTo(destination);
            AddRoute(routes, own, new(new IPv4Address(destination), length), new IPv4Address(classless[(1 + significant)..]));
            classless = classless[(1 + significant + IPv4Address.OctetCount)..];
        }

        return routes;
    }

    private static void AddRoute(List<(IpPrefix, IPv4Address)> routes, IpPrefix own, IpPrefix destination, IPv4Address router)
    {
        var isOnLink = router == IPv4Address.Any;
        if (isOnLink ? destination.Length > 0 : own.Contains(router) && own.Address != router)
        {
            routes.Add((destination, router));
        }
    }

    private static List<IpAddress> ReadNameServers(in DhcpMessage message)
    {
        var servers = new List<IpAddress>();
        message.TryFind(DhcpOption.DomainNameServer, out var octets);
        for (; octets.Length >= IPv4Address.OctetCount && servers.Count < MostNameServers; octets = octets[IPv4Address.OctetCount..])
        {
            var server = new IPv4Address(octets);
            if (!Martians.IsImpossibleSource(server) && server != IPv4Address.Any)
            {
                servers.Add(server);
            }
        }

        return servers;
    }

    private static string ReadHostName(in DhcpMessage message)
    {
        message.TryFind(DhcpOption.HostName, out var octets);
        foreach (var octet in octets)
        {
            if (octets.Length > MostHostName || !(char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.'))
            {
                return "";
            }
        }

        return Encoding.ASCII.GetString(octets);
    }
}
