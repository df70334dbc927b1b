using System.Buffers;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class AllocationTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void A_request_and_its_response_allocate_nothing() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        duo.Server.Host.Start(_ => Echo.ServeAsync(far));
        await Allocations.NoneAsync(AskAsync);
        await near.DisposeAsync();

        async Task AskAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                near.Output.Write("question"u8);
                await near.Output.FlushAsync(world.Stop);
                var read = await near.Input.ReadAsync(world.Stop);
                near.Input.AdvanceTo(read.Buffer.End);
            }
        }
    });

    [Theory]
    [InlineData(NetworkOffloads.None)]
    [InlineData(NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing)]
    public void Bulk_allocates_nothing(NetworkOffloads offloads) => World.Run(async world =>
    {
        var duo = new Duo(world, Near, segment => segment.Offloads = offloads);
        var (near, far) = await duo.ConnectAsync();
        duo.Server.Host.Start(_ => DrainAsync(far));
        await Allocations.NoneAsync(SendAsync, rounds: 200, warmUp: 1000);
        await near.Output.CompleteAsync();

        async Task SendAsync(int rounds)
        {
            // One round must wait as many do: what is allocated for the first wait is not counted.
            await Task.Yield();
            for (var i = 0; i < rounds; i++)
            {
                near.Output.GetSpan(60_000)[..60_000].Clear();
                near.Output.Advance(60_000);
                await near.Output.FlushAsync(world.Stop);
            }
        }
    });

    [Fact]
    public void Memory_that_never_changes_is_sent_without_allocation() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var (near, far) = await duo.ConnectAsync();
        duo.Server.Host.Start(_ => DrainAsync(far));
        var page = new byte[20_000];
        await Allocations.NoneAsync(SendAsync, rounds: 200, warmUp: 1000);
        await near.Output.CompleteAsync();

        async Task SendAsync(int rounds)
        {
            // One round must wait as many do: what is allocated for the first wait is not counted.
            await Task.Yield();
            for (var i = 0; i < rounds; i++)
            {
                near.WriteImmutable(page);
                await near.Output.FlushAsync(world.Stop);
            }
        }
    });

    [Fact]
    public void Nothing_is_allocated_for_what_is_refused() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxHalfOpen = 1 });
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        await raw.SendAsync(duo.ServerAt, new() { SourcePort = 1, Flags = TcpFlags.Syn });
        await world.DelayAsync(TimeSpan.FromMilliseconds(5));

        var ip = new IpHeader(raw.Address, duo.Server.V4, IpProtocol.Tcp);
        var syn = RawPeer.Compose(ip, new() { SourcePort = 2, DestinationPort = Duo.Port, Flags = TcpFlags.Syn });
        var stray = RawPeer.Compose(ip, new() { SourcePort = 3, DestinationPort = 4, Flags = TcpFlags.Ack });
        var wrong = RawPeer.Compose(ip, new() { SourcePort = 3, DestinationPort = 4, Flags = TcpFlags.Ack });
        wrong[4] ^= 1;
        var receiver = (IPacketReceiver)duo.Server.Tcp;
        Allocations.None(() =>
        {
            receiver.Receive(ip, new(syn), 0);
            receiver.Receive(ip, new(stray), 0);
            receiver.Receive(ip, new(wrong), 0);
            receiver.EndOfBatch();
        });
        Assert.NotEqual(0, duo.Server.Tcp.ReadCounters().DroppedMalformed);
    });

    private static async Task DrainAsync(ITcpFlow flow)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync();
            flow.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
