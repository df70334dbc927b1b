namespace MirageGen.Examples.Tests;

[Compose(typeof(NameResolver))]
internal sealed partial class ComposedNameResolver;

public sealed class NameResolverTests
{
    private static readonly byte[] Query = Convert.FromHexString("1234" + "0100" + "0001000000000000" + "0377777707657861" + "6d706c65036f726700" + "00010001");

    [Fact]
    public void Asks_the_root_that_it_is_told_of_for_hosts_that_may_ask() => World.Run(async world =>
    {
        // The root answers all questions but for its own servers itself: with an address.
        var root = world.AddHost("root", "10.0.0.1");
        await using var server = root.Udp.Bind(53, static (socket, in datagram) => socket.TrySend(datagram.Path, Answer(datagram.Payload)));
        var host = world.AddHost("resolver", "10.0.0.2");
        await using var resolver = await ComposedNameResolver.StartAsync(
            host, port: 53, allow: [IpPrefix.Parse("10.0.0.3/32")], hints: [root.Address], anchor: ["none"]);

        Assert.Equal(new byte[] { 192, 0, 2, 80 }, (await AskAsync(world, world.AddHost("client", "10.0.0.3"), host))[^4..]);

        const int Refused = 5;
        Assert.Equal(Refused, (await AskAsync(world, world.AddHost("stranger", "10.0.0.4"), host))[3] & 0x0F);
    });

    private static async Task<byte[]> AskAsync(World world, SimulatedHost client, SimulatedHost resolver)
    {
        var answers = new DatagramQueue();
        await using var socket = client.Udp.Bind(0, answers.Handler);
        socket.TrySend(new(new(resolver.Address, 53)), Query);
        return (await answers.ReadAllAsync(world.Stop).FirstAsync()).Payload.ToArray();
    }

    /// <summary>A response with the question and an address for its name, as far as an OPT record behind it lets that be seen.</summary>
    private static byte[] Answer(ReadOnlySpan<byte> request)
    {
        var question = request[12..^11];
        return
        [
            .. request[..2], 0x84, 0x00, 0, 1, 0, 1, 0, 0, 0, 0, .. question, 0xC0, 0x0C, .. question[^4..], 0, 0, 0, 60, 0, 4, 192, 0, 2, 80,
        ];
    }
}
