namespace MirageGen.TestKit.Tests.Network;

/// <summary>Two hosts, a client with a flow to a server, and the link between them.</summary>
internal sealed record Conversation(SimulatedHost Client, SimulatedHost Server, ITcpFlow Near, ITcpFlow Far, Link Link)
{
    public const int Port = 80;

    /// <summary>Connects them over a wire.</summary>
    public static async Task<Conversation> BeginAsync(World world, Wire wire)
    {
        var client = world.AddHost("client", "10.0.0.1", "fd00::1");
        var server = world.AddHost("server", "10.0.0.2", "fd00::2");
        world.Link(client, server).Wire = wire;
        await using var listener = server.Tcp.Listen(new(IpAddress.None, Port));
        var near = await client.Tcp.ConnectAsync(new(server.Address, Port), world.Stop);
        var far = await listener.AcceptAsync(world.Stop);
        return new(client, server, near, far!, world.Link(client, server));
    }
}
