using MirageGen.Dns;

namespace MirageGen.Examples.Tests;

[Compose(typeof(SecondaryServer))]
internal sealed partial class ComposedSecondaryServer;

public sealed class SecondaryServerTests
{
    private static readonly byte[] Query = Convert.FromHexString("1234" + "0100" + "0001000000000000" + "0377777707657861" + "6d706c65036f726700" + "00010001");

    [Fact]
    public void Answers_for_the_zone_that_its_primary_has() => World.Run(async world =>
    {
        var key = TsigKey.Parse("transfer.example:hmac-sha256:c2VjcmV0c2VjcmV0c2VjcmV0");
        var primary = world.AddHost("primary");
        var secondary = world.AddHost("secondary");
        await primary.Store("zones").SetAsync("example.org", "@ 60 SOA ns h 1 900 60 86400 1\n@ 60 NS ns\nns 60 A 192.0.2.1\nwww 60 A 192.0.2.80\n"u8.ToArray());
        await using var first = await ComposedNameServer.StartAsync(primary, port: 53, key: key, transfer: ClientRule.Of(key));
        await using var second = await ComposedSecondaryServer.StartAsync(
            secondary, zone: DomainName.Parse("example.org"), primary: $"{primary.Address}", key: key, port: 53);
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        var answers = new DatagramQueue();
        await using var socket = world.AddHost("client").Udp.Bind(0, answers.Handler);

        socket.TrySend(new(new(secondary.Address, 53)), Query);
        var answer = await answers.ReadAllAsync(world.Stop).FirstAsync();

        Assert.Equal(new byte[] { 192, 0, 2, 80 }, answer.Payload[^4..].ToArray());
        Assert.NotNull(secondary.Store().Peek("example.org/records"));
    });

    [Fact]
    public void Ends_where_its_port_is_taken() => World.Run(async world =>
    {
        var host = world.AddHost("secondary");
        await using var other = host.Tcp.Listen(new(host.Address, 53));

        // What has failed is told again when it is disposed.
        var error = await Assert.ThrowsAsync<DeviceException>(async () =>
        {
            await using var second = await ComposedSecondaryServer.StartAsync(
                host, zone: DomainName.Parse("example.org"), primary: "10.9.9.9", port: 53);
            await second.Completion;
        });
        Assert.Contains("the port is taken", error.Message, StringComparison.Ordinal);
    });
}
