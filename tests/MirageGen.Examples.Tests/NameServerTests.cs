namespace MirageGen.Examples.Tests;

[Compose(typeof(NameServer))]
internal sealed partial class ComposedNameServer;

public sealed class NameServerTests
{
    private static readonly byte[] Query = Convert.FromHexString("1234" + "0100" + "0001000000000000" + "0377777707657861" + "6d706c65036f726700" + "00010001");

    [Fact]
    public void Answers_for_the_zones_it_was_given() => World.Run(async world =>
    {
        var server = world.AddHost("ns");
        await server.Store("zones").SetAsync("example.org", "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\nns 60 A 192.0.2.1\nwww 60 A 192.0.2.80\n"u8.ToArray());
        await using var dns = await ComposedNameServer.StartAsync(server, port: 53);
        var answers = new DatagramQueue();
        await using var socket = world.AddHost("client").Udp.Bind(0, answers.Handler);

        socket.TrySend(new(new(server.Address, 53)), Query);
        var answer = await answers.ReadAllAsync(world.Stop).FirstAsync();

        Assert.Equal(new byte[] { 192, 0, 2, 80 }, answer.Payload[^4..].ToArray());
    });

    [Fact]
    public void Says_that_there_are_no_files_where_there_is_no_host() => World.Run(async world =>
    {
        var server = world.AddHost("ns");
        await server.Store("zones").SetAsync("example.org", "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns\nns 60 A 192.0.2.1\n"u8.ToArray());

        // What has failed is told again when it is disposed.
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            await using var dns = await ComposedNameServer.StartAsync(server, zone: ["example.org", "example.net.zone"], port: 53);
            await dns.Completion;
        });
        Assert.Equal("there is no zone 'example.net.zone' in this image, and no disk of a host that could have a file of it", error.Message);
    });
}
