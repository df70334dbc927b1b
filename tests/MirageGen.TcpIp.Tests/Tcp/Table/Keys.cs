using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

/// <summary>Connections for tests of the tables, which know nothing of their cores.</summary>
internal static class Keys
{
    public static SecretHash Secret(ulong seed = 1) => new(TestKit.SimulatedRandom.FromSeed(seed));

    public static ConnectionKey Key(int remotePort, string local = "10.0.0.1:80", string remote = "10.0.0.2") =>
        new(IpEndpoint.Parse(local), new(IpAddress.Parse(remote), remotePort));

    public static Connection Connection(ConnectionKey key) =>
        new(key, new(new TcpSettings(), TcpPath.OverIPv4(1500), 0));
}
