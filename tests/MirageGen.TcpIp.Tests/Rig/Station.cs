using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>A host with our own stack, on one segment or several.</summary>
internal sealed class Station
{
    public Station(World world, string name)
    {
        World = world;
        Host = world.AddHost(name);
        Random = new SimulatedRandom(Host);
        Ip = new(Host.Clock, Random, new Logger<Ip>(Host.Logs), Statistics);
        Udp = new(Ip, Random, Statistics);
    }

    public World World { get; }

    public SimulatedHost Host { get; }

    public IRandom Random { get; }

    public NetworkStatistics Statistics { get; } = new();

    public Ip Ip { get; }

    public Udp Udp { get; }

    public List<SimulatedNetwork> Networks { get; } = [];

    public SimulatedNetwork Network => Networks[0];

    public IpInterface Interface => Ip.Interfaces[0];

    /// <summary>A host with an address on a segment.</summary>
    public static Station On(World world, string name, string? address = null, string segment = SimulatedHost.DefaultDeviceName)
    {
        var station = new Station(world, name);
        station.Join(segment, address);
        return station;
    }

    /// <summary>Plugs it into a segment.</summary>
    public IpInterface Join(string segment, string? address = null)
    {
        var network = new SimulatedNetwork(Host, segment);
        Networks.Add(network);
        var added = Ip.AddInterface(segment, new Ethernet(network, Statistics));
        if (address is not null)
        {
            added.AddAddress(IpPrefix.Parse(address));
        }

        return added;
    }

    /// <summary>Sends everything by a router.</summary>
    public void RouteBy(string router)
    {
        var gateway = IpAddress.Parse(router);
        Ip.AddRoute(new(new(gateway.IsV4 ? IPv4Address.Any : IPv6Address.Any, 0), Interface, gateway));
    }

    public long Count(string group, string counter) => Statistics[group][counter];

    /// <summary>Answers datagrams with themselves.</summary>
    public IUdpSocket Echo(int port = 7) => Udp.Bind(port, static (IUdpSocket socket, in Datagram datagram) =>
    {
        if (socket.TryReserve(datagram.Path, datagram.Payload.Length, out var room))
        {
            datagram.Payload.CopyTo(room);
            socket.Send(datagram.Payload.Length);
        }
    });
}
