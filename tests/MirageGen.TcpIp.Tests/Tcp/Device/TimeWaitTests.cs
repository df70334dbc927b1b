using MirageGen.Conformance;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>What a server that has ended a connection first says to what still comes for it.</summary>
public sealed class TimeWaitTests
{
    private const ushort PeerPort = 1234;
    private const uint Initial = 1000;

    [Fact]
    public void The_peers_end_again_is_acknowledged_and_the_wait_begins_anew() => World.Run(async world =>
    {
        var (duo, raw, next) = await EndAsync(world);
        await world.DelayAsync(TimeSpan.FromSeconds(40));
        var answer = Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Fin | TcpFlags.Ack, Initial + 1, next)));
        Assert.Equal((TcpFlags.Ack, next, Initial + 2), (answer.Flags, answer.Sequence.Value, answer.Acknowledgment.Value));
        await world.DelayAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().TimeWaits);
        await world.DelayAsync(TimeSpan.FromSeconds(25));
        Assert.Equal((0, 0), (duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().Connections));
    });

    [Fact]
    public void A_reset_ends_it_only_where_the_peer_stopped() => World.Run(async world =>
    {
        var (duo, raw, next) = await EndAsync(world);
        Assert.Empty(await AskAsync(world, raw, duo, Segment(TcpFlags.Rst, Initial, next)));
        Assert.Equal(TcpFlags.Ack, Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Rst, Initial + 100, next))).Flags);
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().TimeWaits);
        Assert.Empty(await AskAsync(world, raw, duo, Segment(TcpFlags.Rst, Initial + 2, next)));
        Assert.Equal(0, duo.Server.Tcp.ReadCounters().TimeWaits);
    });

    [Fact]
    public void What_makes_no_sense_is_asked_about_seldom() => World.Run(async world =>
    {
        var (duo, raw, next) = await EndAsync(world);
        var heard = 0;
        for (var i = 0; i < 100; i++)
        {
            heard += (await AskAsync(world, raw, duo, Segment(TcpFlags.Ack, Initial + 500_000, next), milliseconds: 5)).Length;
        }

        Assert.InRange(heard, 3, 7);
        Assert.Equal(heard, duo.Server.Tcp.ReadCounters().Challenges);
    });

    [Fact]
    public void An_acknowledgment_of_all_is_answered_by_nothing() => World.Run(async world =>
    {
        var (duo, raw, next) = await EndAsync(world);
        Assert.Empty(await AskAsync(world, raw, duo, Segment(TcpFlags.Ack, Initial + 2, next)));
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().TimeWaits);
    });

    [Fact]
    public void A_later_connection_takes_its_place_an_earlier_one_does_not() => World.Run(async world =>
    {
        var (duo, raw, next) = await EndAsync(world);
        Assert.Equal(TcpFlags.Ack, Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Syn, Initial - 10, 0))).Flags);
        var answer = Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Syn, Initial + 10, 0)));
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, answer.Flags);
        Assert.True(answer.Sequence > new TcpSequence(next));
        Assert.Equal((0, 1L), (duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().TimeWaitsRecycled));
    });

    [Fact]
    public void While_its_application_has_it_what_has_come_can_be_read() => World.Run(async world =>
    {
        var duo = new Duo(world);
        var (near, far) = await duo.ConnectAsync();
        await near.Output.CompleteAsync();
        await far.SayAsync("the rest");
        await far.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        Assert.Equal((0, 1), (duo.Client.Tcp.ReadCounters().TimeWaits, duo.Client.Tcp.ReadCounters().Connections));
        Assert.Equal("the rest", await near.HearAllAsync());
        await near.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 1), (duo.Client.Tcp.ReadCounters().TimeWaits, duo.Client.Tcp.ReadCounters().Connections));
        await duo.SettleAsync();
        Assert.Equal((0, 0), (duo.Client.Tcp.ReadCounters().TimeWaits, duo.Client.Tcp.ReadCounters().Connections));
    });

    /// <summary>Has a raw peer connect and the server end first.</summary>
    /// <returns>The two, and the server's sequence number behind its end.</returns>
    private static async Task<(Duo Duo, RawPeer Raw, uint Next)> EndAsync(World world)
    {
        var duo = new Duo(world);
        var raw = new RawPeer(world, duo.Neighbours);
        var listener = duo.Server.Tcp.Listen(duo.ServerAt);
        var answer = Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Syn, Initial, 0)));
        Assert.Empty(await AskAsync(world, raw, duo, Segment(TcpFlags.Ack, Initial + 1, answer.Sequence.Value + 1)));
        var flow = (await listener.AcceptAsync(world.Stop))!;
        var disposed = flow.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        var next = answer.Sequence.Value + 2;
        Assert.Single(await AskAsync(world, raw, duo, Segment(TcpFlags.Fin | TcpFlags.Ack, Initial + 1, next)));
        await disposed;
        Assert.Equal((1, 1), (duo.Server.Tcp.ReadCounters().TimeWaits, duo.Server.Tcp.ReadCounters().Connections));
        return (duo, raw, next);
    }

    private static TcpHeader Segment(TcpFlags flags, uint sequence, uint acknowledgment) => new()
    {
        SourcePort = PeerPort,
        Sequence = new(sequence),
        Acknowledgment = new(acknowledgment),
        Flags = flags,
        Window = 1000,
    };

    /// <summary>Sends a segment and says what comes back at once.</summary>
    private static async Task<TcpHeader[]> AskAsync(World world, RawPeer raw, Duo duo, TcpHeader segment, int milliseconds = 1)
    {
        raw.Heard.Clear();
        await raw.SendAsync(duo.ServerAt, segment);
        await world.DelayAsync(TimeSpan.FromMilliseconds(milliseconds));
        return [.. raw.Heard];
    }
}
