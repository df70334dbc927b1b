using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>A host with the whole of our own stack on a segment.</summary>
internal sealed class DirectHost
{
    public DirectHost(World world, string name, string address, string? second = null)
    {
        Station = Station.On(world, name, address);
        if (second is not null)
        {
            Station.Interface.AddAddress(IpPrefix.Parse(second));
        }

        Tcp = TcpTransport.Create(
            Station.Ip, Station.Host.Clock, Station.Random, Station.Host.Logs.CreateLogger("tcp"), TcpTransportOptions.Default, Station.Statistics);
        Stack = new(Tcp, Station.Udp, new(Station.Statistics, Station.Host.Clock, Station.Host.Console));
    }

    public Station Station { get; }

    public TcpTransport Tcp { get; }

    public DirectStack Stack { get; }
}
