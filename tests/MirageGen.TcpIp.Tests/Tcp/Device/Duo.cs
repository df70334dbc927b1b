using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Two hosts with our own TCP, and a listener on one.</summary>
internal sealed class Duo
{
    public const int Port = 80;

    public Duo(
        World world,
        SimulatedWire? wire = null,
        Action<EthernetSegment>? configure = null,
        TcpTransportOptions? server = null,
        TcpTransportOptions? client = null)
    {
        World = world;
        world.Segment().Wire = wire ?? SimulatedWire.Ideal;
        configure?.Invoke(world.Segment());
        Server = new(world, "server", Neighbours, server);
        Client = new(world, "client", Neighbours, client);
    }

    public World World { get; }

    public List<StaticIp> Neighbours { get; } = [];

    public TcpHost Server { get; }

    public TcpHost Client { get; }

    public IpEndpoint ServerAt => new(Server.V4, Port);

    /// <summary>Connects the two.</summary>
    public async Task<(ITcpFlow Near, ITcpFlow Far)> ConnectAsync(bool isV6 = false)
    {
        await using var listener = Server.Tcp.Listen(new(IpAddress.None, Port));
        var accepted = listener.AcceptAsync(World.Stop);
        var near = await Client.Tcp.ConnectAsync(isV6 ? new(Server.V6, Port) : ServerAt, World.Stop);
        var far = await accepted;
        return (near, far!);
    }

    /// <summary>Lets everything that is under way arrive and every TIME-WAIT pass.</summary>
    public Task SettleAsync() => World.DelayAsync(TimeSpan.FromMinutes(10));
}
