using System.Text;

namespace MirageGen.Examples.Tests;

[Compose(typeof(Clock))]
internal sealed partial class ComposedClock;

public sealed class ClockTests
{
    [Fact]
    public void Tells_the_time_once_a_tick() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var clock = await ComposedClock.StartAsync(server, tick: 60);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(server.Address, 1313));

        var times = new List<DateTimeOffset>();
        while (times.Count < 60)
        {
            times.Add(DateTimeOffset.Parse(await ReadLineAsync(flow), null));
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second - pair.First));
    });

    [Fact]
    public void Gives_up_on_a_peer_that_does_not_read() => World.Run(async world =>
    {
        var server = world.AddHost("server");
        await using var clock = await ComposedClock.StartAsync(server, patience: 5);
        await using var flow = await world.AddHost("client").Tcp.ConnectAsync(new(server.Address, 1313));

        await world.DelayAsync(TimeSpan.FromHours(2));

        await Assert.ThrowsAsync<FlowResetException>(async () =>
        {
            while (true)
            {
                await ReadLineAsync(flow);
            }
        });
    });

    private static async Task<string> ReadLineAsync(ITcpFlow flow)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            var text = Encoding.ASCII.GetString(read.Buffer);
            var end = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                flow.Input.AdvanceTo(read.Buffer.GetPosition(end + 2));
                return text[..end];
            }

            Assert.False(read.IsCompleted, "the clock has ended the flow");
            flow.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
