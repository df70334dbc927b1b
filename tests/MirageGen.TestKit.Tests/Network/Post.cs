using System.Buffers.Binary;

namespace MirageGen.TestKit.Tests.Network;

/// <summary>Numbered datagrams from a client to a server.</summary>
internal sealed class Post
{
    public Post(World world, Wire wire)
    {
        Client = world.AddHost("client");
        Server = world.AddHost("server");
        world.Link(Client, Server).Wire = wire;
        From = Client.Udp.Bind(0, (IUdpSocket _, in Datagram _) => { });
        To = Server.Udp.Bind(7, (IUdpSocket _, in Datagram datagram) =>
            Received.Add((world.Now, BinaryPrimitives.ReadInt32LittleEndian(datagram.Payload), datagram.Path)));
    }

    public SimulatedHost Client { get; }

    public SimulatedHost Server { get; }

    public IUdpSocket From { get; }

    public IUdpSocket To { get; }

    public List<(TimeSpan At, int Number, DatagramPath Path)> Received { get; } = [];

    public IEnumerable<int> Numbers => Received.Select(received => received.Number);

    /// <summary>Sends a thousand, one each millisecond, and waits until all have arrived that will.</summary>
    public static async Task<Post> ThousandAsync(World world, Wire wire)
    {
        var talk = new Post(world, wire);
        for (var i = 0; i < 1000; i++)
        {
            talk.Send(i);
            await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        }

        await world.DelayAsync(TimeSpan.FromSeconds(10));
        return talk;
    }

    public bool TrySend(int number, int octets = sizeof(int))
    {
        var payload = new byte[octets];
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        return From.TrySend(new(new(Server.Address, 7)), payload);
    }

    public void Send(int number, int octets = sizeof(int)) => Assert.True(TrySend(number, octets));
}
