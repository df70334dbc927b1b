using Microsoft.Extensions.Logging;
using MirageGen.Conformance;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class FloodTests
{
    private static readonly SimulatedWire Near = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public void A_hundred_thousand_spoofed_SYNs_leave_a_real_client_served() => World.Run(async world =>
    {
        const int Spoofed = 100_000;
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        var flooding = FloodAsync(world, raw, duo.ServerAt, Spoofed);
        var served = 0;
        while (!flooding.IsCompleted || served < 20)
        {
            await using var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);
            await near.SayAsync("are you there?");
            await using var far = (await listener.AcceptAsync(world.Stop))!;
            Assert.Equal("are you there?", await far.HearAsync(14));
            await far.SayAsync("yes");
            Assert.Equal("yes", await near.HearAsync(3));
            served++;
        }

        await flooding;
        var counters = duo.Server.Tcp.ReadCounters();
        Assert.InRange(served, 20, int.MaxValue);
        Assert.Equal(served, counters.PassiveOpens);
        Assert.InRange(counters.HalfOpen, 1, TcpTransportOptions.Default.MaxHalfOpen);
        Assert.InRange(counters.CookiesSent, Spoofed - TcpTransportOptions.Default.MaxHalfOpen - 10, Spoofed + (10 * served));
        Assert.InRange(counters.CookiesAccepted, 1, served);
        Assert.Equal(0, counters.BufferOctets);

        // Said once, not a hundred thousand times.
        Assert.Single(duo.Server.Host.Logs.AtLeast(LogLevel.Warning));
    });

    [Fact]
    public void A_cookie_keeps_what_was_agreed() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxHalfOpen = 1 });
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        await FloodAsync(world, raw, duo.ServerAt, 1);
        await world.DelayAsync(TimeSpan.FromMilliseconds(5));
        var near = await duo.Client.Tcp.ConnectAsync(duo.ServerAt, world.Stop);

        // Only from here on is anything lost: without the flood's SYN there would be no need of a cookie.
        world.Segment().Wire = Near with { Loss = 0.02 };
        var heard = near.Input.ReceiveBulkAsync(seed: 2);
        await near.SayAsync("more");
        var far = (await listener.AcceptAsync(world.Stop))!;
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().CookiesAccepted);
        var sent = await far.Output.SendBulkAsync(seed: 1, octets: 4 << 20);
        await far.Output.CompleteAsync();
        Assert.Equal(sent, await heard);
    });

    [Fact]
    public void A_forged_acknowledgment_opens_nothing() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxHalfOpen = 1 });
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        await FloodAsync(world, raw, duo.ServerAt, 10);
        for (var i = 0; i < 2000; i++)
        {
            await raw.SendAsync(duo.ServerAt, new()
            {
                SourcePort = (ushort)(1 + i),
                Sequence = new((uint)world.Random.NextInt32(int.MaxValue)),
                Acknowledgment = new((uint)world.Random.NextInt32(int.MaxValue)),
                Flags = TcpFlags.Ack,
            });
        }

        await world.DelayAsync(TimeSpan.FromMilliseconds(100));
        var counters = duo.Server.Tcp.ReadCounters();
        Assert.Equal((0L, 1), (counters.CookiesAccepted, counters.Connections));
        Assert.Equal(2000, counters.StrayResets + counters.DroppedUnanswered + counters.CookiesAhead);
    });

    [Fact]
    public void What_overtakes_the_acknowledgment_of_a_cookie_is_not_reset() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxHalfOpen = 1 });
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        await FloodAsync(world, raw, duo.ServerAt, 1);
        var cookie = await AskAsync(world, raw, duo.ServerAt);

        // The acknowledgment and the data are lost; the FIN comes through.
        await SayAsync(world, raw, duo.ServerAt, Answer(cookie, TcpFlags.Fin | TcpFlags.Ack, ahead: 5));
        Assert.Empty(raw.Heard);
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().CookiesAhead);

        await SayAsync(world, raw, duo.ServerAt, Answer(cookie, TcpFlags.Psh | TcpFlags.Ack), "hello"u8.ToArray());
        await using var far = (await listener.AcceptAsync(world.Stop))!;
        Assert.Equal("hello", await far.HearAsync(5));
    });

    [Fact]
    public void A_late_cookie_still_counts_when_a_second_SYN_has_found_a_place() => World.Run(async world =>
    {
        var duo = new Duo(world, Near, server: new() { MaxHalfOpen = 1 });
        var raw = new RawPeer(world, duo.Neighbours);
        await using var listener = duo.Server.Tcp.Listen(new(IpAddress.None, 80));
        var other = new TcpHeader { SourcePort = 99, Sequence = new(500), Flags = TcpFlags.Syn, Window = 65_535 };
        await SayAsync(world, raw, duo.ServerAt, other);
        var cookie = await AskAsync(world, raw, duo.ServerAt);

        // The other gives up, and the SYN comes again.
        await SayAsync(world, raw, duo.ServerAt, other with { Sequence = new(501), Flags = TcpFlags.Rst });
        var second = await AskAsync(world, raw, duo.ServerAt);
        Assert.NotEqual(cookie.Sequence, second.Sequence);
        Assert.Equal(1, duo.Server.Tcp.ReadCounters().CookiesSent);

        await SayAsync(world, raw, duo.ServerAt, Answer(cookie, TcpFlags.Psh | TcpFlags.Ack), "hello"u8.ToArray());
        await using var far = (await listener.AcceptAsync(world.Stop))!;
        Assert.Equal("hello", await far.HearAsync(5));
        var counters = duo.Server.Tcp.ReadCounters();
        Assert.Equal((1, 0, 1), (counters.CookiesAccepted, counters.HalfOpen, counters.Connections));
    });

    [Fact]
    public void Resets_to_strangers_are_limited() => World.Run(async world =>
    {
        var duo = new Duo(world, Near);
        var raw = new RawPeer(world, duo.Neighbours);
        for (var i = 0; i < 3000; i++)
        {
            await raw.SendAsync(duo.ServerAt, new() { SourcePort = 1000, Flags = TcpFlags.Ack });
        }

        await world.DelayAsync(TimeSpan.FromMilliseconds(100));
        var counters = duo.Server.Tcp.ReadCounters();
        Assert.Equal(3000, counters.StrayResets + counters.DroppedUnanswered);
        Assert.InRange(counters.StrayResets, 1000, 1100);
        Assert.Equal(counters.StrayResets, raw.Heard.Count);
        Assert.All(raw.Heard, answer => Assert.Equal(TcpFlags.Rst, answer.Flags));
    });

    /// <summary>Sends a SYN and returns what answers it.</summary>
    private static async Task<TcpHeader> AskAsync(World world, RawPeer raw, IpEndpoint to)
    {
        raw.Heard.Clear();
        await SayAsync(world, raw, to, new() { SourcePort = 1000, Sequence = new(7000), Flags = TcpFlags.Syn, Window = 65_535 });
        var answer = Assert.Single(raw.Heard);
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, answer.Flags);
        raw.Heard.Clear();
        return answer;
    }

    private static async Task SayAsync(World world, RawPeer raw, IpEndpoint to, TcpHeader header, byte[]? payload = null)
    {
        await raw.SendAsync(to, header, payload);
        await world.DelayAsync(TimeSpan.FromMilliseconds(10));
    }

    private static TcpHeader Answer(in TcpHeader answer, TcpFlags flags, int ahead = 0) => new()
    {
        SourcePort = 1000,
        Sequence = answer.Acknowledgment + ahead,
        Acknowledgment = answer.Sequence + 1,
        Flags = flags,
        Window = 65_535,
    };

    private static async Task FloodAsync(World world, RawPeer raw, IpEndpoint to, int count)
    {
        var random = world.Random;
        for (var i = 0; i < count; i++)
        {
            var from = new IPv4Address(0x0B00_0000u | (uint)random.NextInt32(0xFF_FFFF));
            var syn = new TcpHeader
            {
                SourcePort = (ushort)random.NextInt32(1, 65_535),
                Sequence = new((uint)random.NextInt32(int.MaxValue)),
                Flags = TcpFlags.Syn,
                Window = 65_535,
                Options = new() { MaxSegment = 1460, HasTimestamps = true, TimestampValue = (uint)i, WindowScale = 7 },
            };
            await raw.SendAsync(to, syn, from: from);
            if (i % 1000 == 999)
            {
                // As long as they take on the wire, so that they are not lost there.
                await world.DelayAsync(TimeSpan.FromMilliseconds(5));
            }
        }
    }
}
