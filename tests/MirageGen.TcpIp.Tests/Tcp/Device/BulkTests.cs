using System.Buffers;
using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class BulkTests
{
    /// <summary>Much both ways over wires that get worse and worse, without and with what devices do for their users.</summary>
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.001, 0.01, true)]
    [InlineData(0.01, 0.05, false)]
    [InlineData(0.05, 0.1, true)]
    [InlineData(0.1, 0.3, false)]
    public void Every_octet_arrives_over_a_bad_wire(double loss, double reordering, bool isOffloaded) => World.Run(async world =>
    {
        var wire = SimulatedWire.Ideal with
        {
            Delay = TimeSpan.FromMilliseconds(5),
            Jitter = TimeSpan.FromMilliseconds(2),
            Loss = loss,
            Reordering = reordering,
            Duplication = loss,
            Corruption = loss / 4,
        };
        var duo = new Duo(world, wire, segment =>
        {
            segment.Offloads = isOffloaded ? NetworkOffloads.TcpSegmentation : NetworkOffloads.None;
            segment.RingFrames = 8192; // No burst is more than a ring holds: only the wire loses.
        });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        var nearSends = SendAsync(near, 1);
        var far = (await listener.AcceptAsync(world.Stop))!;
        var farSends = SendAsync(far, 2);
        var nearHears = near.Input.ReceiveBulkAsync(seed: 3);
        var farHears = far.Input.ReceiveBulkAsync(seed: 4);
        Assert.Equal(await nearSends, await farHears);
        Assert.Equal(await farSends, await nearHears);

        // A thousandth may lose nothing.
        Assert.True(loss == 0.001 || duo.Client.Tcp.ReadCounters().SegmentsRetransmitted > 0 == loss > 0);

        static async Task<ulong> SendAsync(ITcpFlow flow, int seed)
        {
            var sum = await flow.Output.SendBulkAsync(seed, octets: 2 << 20);
            await flow.Output.CompleteAsync();
            return sum;
        }
    });

    [Fact]
    public void A_stuck_device_only_holds_things_up() => World.Run(async world =>
    {
        var duo = new Duo(world, SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) }, segment => segment.RingFrames = 8);
        var (near, far) = await duo.ConnectAsync();
        var heard = far.Input.ReceiveBulkAsync(seed: 2);
        duo.Client.Network.IsTransmitHeld = true;
        var sent = near.Output.SendBulkAsync(seed: 1, octets: 1 << 20);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        duo.Client.Network.IsTransmitHeld = false;
        var sum = await sent;
        await near.Output.CompleteAsync();
        Assert.Equal(sum, await heard);
    });

    [Fact]
    public void A_path_that_takes_less_than_before_is_followed() => World.Run(async world =>
    {
        var duo = new Duo(world, SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) });
        var capture = world.Segment().Capture();
        var (near, far) = await duo.ConnectAsync();
        duo.Client.Network.Wire = duo.Client.Network.Wire with { Mtu = 1000 };
        near.Output.Write(new byte[50_000]);
        _ = await near.Output.FlushAsync(world.Stop);
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));

        // What a router in between would have said of each that it dropped.
        duo.Client.Ip.PathMtu = 1000;
        var first = duo.Client.Tcp.ReadCounters();
        var packet = new IpHeader(duo.Client.V4, duo.Server.V4, IpProtocol.Tcp);
        duo.Client.Ip.Report(IpErrorKind.TooBig, packet, Quoted(near, capture, duo));
        await near.Output.CompleteAsync();
        Assert.Equal(50_000, await far.Input.CountToEndAsync());
        Assert.InRange(world.Now, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, first.Timeouts);
    });

    [Fact]
    public void Runs_of_a_seed_are_the_same() => World.RunReproducibly(async world =>
    {
        var duo = new Duo(world, SimulatedWire.Dreadful with { Delay = TimeSpan.FromMilliseconds(10) });
        await using var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
        var sending = near.Output.SendBulkAsync(seed: 1, octets: 200_000);
        var far = (await listener.AcceptAsync(world.Stop))!;
        var heard = far.Input.ReceiveBulkAsync(seed: 2);
        var sum = await sending;
        await near.Output.CompleteAsync();
        Assert.Equal(sum, await heard);
    });

    /// <summary>The first octets of the first segment with payload: its sequence number is the SYN's and one.</summary>
    private static byte[] Quoted(ITcpFlow near, FrameCapture capture, Duo duo)
    {
        var syn = capture.Frames.First(frame => frame.Octets.Length > 54 && frame.Octets.Span[47] == 2).Octets.Span[34..42].ToArray();
        Assert.Equal(near.LocalEndpoint.Port, (syn[0] << 8) | syn[1]);
        Assert.Equal(Duo.Port, duo.ServerAt.Port);
        var sequence = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(syn.AsSpan(4));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(syn.AsSpan(4), sequence + 1);
        return syn;
    }
}
