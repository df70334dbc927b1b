using System.Buffers;
using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

[Collection(nameof(Alone))]
public sealed class ManyConnectionsTests(ITestOutputHelper output)
{
    private const int Idle = 10_000;
    private const int Busy = 1000;

    /// <summary>Both hosts are in this process: what is counted for a connection is two ends, and is halved.</summary>
    [Fact]
    public void Ten_thousand_idle_and_a_thousand_busy_connections_on_one_loop() => World.Run(async world =>
    {
        var duo = new Duo(world, SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var near = new List<ITcpFlow>(Idle);
        var far = new List<ITcpFlow>(Idle);
        await OpenAsync(100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await OpenAsync(Idle);
        var octetsPerEnd = (GC.GetTotalMemory(forceFullCollection: true) - before) / (2 * (Idle - 100));
        output.WriteLine($"{octetsPerEnd} octets for each end of an idle connection");
        Assert.InRange(octetsPerEnd, 1, 3000);
        Assert.Equal((0L, 0L), (duo.Client.Tcp.ReadCounters().BufferOctets, duo.Server.Tcp.ReadCounters().BufferOctets));

        var talks = Enumerable.Range(0, Busy).Select(i => TalkAsync(near[i], far[i])).ToArray();
        await Task.WhenAll(talks);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((0L, 0L), (duo.Client.Tcp.ReadCounters().BufferOctets, duo.Server.Tcp.ReadCounters().BufferOctets));

        async Task OpenAsync(int count)
        {
            while (near.Count < count)
            {
                near.Add(await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop));
                far.Add((await listener.AcceptAsync(world.Stop))!);
                await near[^1].SayAsync("hello");
                Assert.Equal("hello", await far[^1].HearAsync(5));
            }

            // Until the last acknowledgment, which is delayed, has gone.
            await world.DelayAsync(TimeSpan.FromSeconds(1));
        }

        static async Task TalkAsync(ITcpFlow near, ITcpFlow far)
        {
            for (var i = 0; i < 20; i++)
            {
                near.Output.Write(new byte[300]);
                _ = await near.Output.FlushAsync();
                _ = await far.HearAsync(300);
                far.Output.Write(new byte[5000]);
                _ = await far.Output.FlushAsync();
                _ = await near.HearAsync(5000);
            }

            await Task.Yield();
        }
    });
}
