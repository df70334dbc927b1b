using MirageGen.TcpIp;

namespace MirageGen.Examples.Tests;

[Compose(typeof(Ping))]
internal sealed partial class ComposedPing;

public sealed class PingTests
{
    [Fact]
    public void It_says_where_it_answers_and_now_and_then_what_was_counted() => World.Run(async world =>
    {
        var host = world.AddHost("host");
        await using var ping = await ComposedPing.StartAsync(
            host, every: 60, ipv4: InterfaceAddress.Parse("10.0.0.1/24"), ipv6: InterfaceAddress.None);
        Assert.Equal(["answering at 10.0.0.1"], host.Console.Lines);

        // Another station asks who has the address.
        var station = new SimulatedNetwork(world.AddHost("station"), "default");
        Assert.True(station.TryReserve(42, out var frame));
        byte[] question =
        [
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, 0, 9, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1,
            2, 0, 0, 0, 0, 9, 10, 0, 0, 9, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1,
        ];
        question.CopyTo(frame);
        station.Send(42);
        await host.Console.WaitForOutputAsync("ethernet");

        Assert.InRange(world.Now, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
        Assert.Matches(@"[1-9]\d*  received", host.Console.Output);
    });
}
