using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>A host of a world with our own TCP on a segment.</summary>
internal sealed class TcpHost
{
    public TcpHost(World world, string name, List<StaticIp> neighbours, TcpTransportOptions? options = null)
    {
        Host = world.AddHost(name);
        Network = new(Host, SimulatedHost.DefaultDeviceName);
        Ip = new(Network, neighbours);
        Tcp = TcpTransport.Create(
            Ip, Host.Clock, new SimulatedRandom(Host), Host.Logs.CreateLogger("tcp"), options ?? TcpTransportOptions.Default, Statistics);
    }

    public SimulatedHost Host { get; }

    public SimulatedNetwork Network { get; }

    public StaticIp Ip { get; }

    public NetworkStatistics Statistics { get; } = new();

    public TcpTransport Tcp { get; }

    public IpAddress V4 => Host.Addresses.First(address => address.IsV4);

    public IpAddress V6 => Host.Addresses.First(address => address.IsV6);
}
