using CsCheck;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

public sealed class SynCookieTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1000);

    private readonly SynCookies _cookies = new(Keys.Secret());

    [Theory]
    [InlineData(1460, 1460)]
    [InlineData(1461, 1460)]
    [InlineData(1459, 1440)]
    [InlineData(8960, 8940)]
    [InlineData(65_535, 8940)]
    [InlineData(100, 536)]
    [InlineData(0, 536)]
    public void A_segment_size_comes_back_rounded_down(int offered, int kept)
    {
        var syn = Syn() with { Options = new() { MaxSegment = (ushort)offered } };
        Assert.Equal(SynCookieAnswer.Begins, _cookies.Check(Keys.Key(5), Answer(syn, _cookies.Make(Keys.Key(5), syn, 536, Start)), Start, out var options));
        Assert.Equal(kept, options.MaxSegment);
        Assert.False(options.HasTimestamps);
    }

    [Fact]
    public void Scale_and_sack_come_back_by_the_timestamp() =>
        Gen.Select(Gen.Byte[0, 15], Gen.Bool, Gen.UInt).Sample((scale, isSackPermitted, clock) =>
        {
            // Samples are taken on several threads, and a secret hash belongs to one.
            var cookies = new SynCookies(Keys.Secret());
            var offered = new TcpOptions { HasTimestamps = true, IsSackPermitted = isSackPermitted, WindowScale = scale == 15 ? null : scale };
            var syn = Syn() with { Options = offered };
            var timestamp = SynCookies.MakeTimestamp(clock, offered);
            Assert.InRange((int)(clock - timestamp), 0, 31);

            var answer = Answer(syn, cookies.Make(Keys.Key(5), syn, 536, Start));
            answer.Options = new() { HasTimestamps = true, TimestampValue = 77, TimestampEcho = timestamp };
            Assert.Equal(SynCookieAnswer.Begins, cookies.Check(Keys.Key(5), answer, Start, out var options));
            Assert.Equal(
                (true, 77u, isSackPermitted, scale == 15 ? null : (byte?)scale),
                (options.HasTimestamps, options.TimestampValue, options.IsSackPermitted, options.WindowScale));
        });

    [Fact]
    public void Without_a_timestamp_nothing_is_agreed_that_could_not_be_kept()
    {
        var kept = SynCookies.Keepable(new() { MaxSegment = 1460, WindowScale = 7, IsSackPermitted = true });
        Assert.Equal((1460, null, false), (kept.MaxSegment, kept.WindowScale, kept.IsSackPermitted));
        kept = SynCookies.Keepable(new() { WindowScale = 7, IsSackPermitted = true, HasTimestamps = true });
        Assert.Equal(((byte?)7, true), (kept.WindowScale, kept.IsSackPermitted));
    }

    [Fact]
    public void The_latest_cookie_is_taken_for_a_minute_at_least()
    {
        var syn = Syn();
        var answer = Answer(syn, _cookies.Make(Keys.Key(5), syn, 536, Start));
        Assert.Equal(SynCookieAnswer.Begins, _cookies.Check(Keys.Key(5), answer, Start + TimeSpan.FromSeconds(63), out _));
        Assert.Equal(SynCookieAnswer.None, _cookies.Check(Keys.Key(5), answer, Start + TimeSpan.FromSeconds(129), out _));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(200, false)]
    public void A_cookie_is_taken_for_a_while(int seconds, bool isTaken)
    {
        var syn = Syn();
        var answer = Answer(syn, _cookies.Make(Keys.Key(5), syn, 536, Start));

        // One made meanwhile, so that it is the old one's own age that counts.
        _ = _cookies.Make(Keys.Key(6), syn, 536, Start + TimeSpan.FromSeconds(seconds));
        Assert.Equal(isTaken, _cookies.Check(Keys.Key(5), answer, Start + TimeSpan.FromSeconds(seconds), out _) == SynCookieAnswer.Begins);
    }

    [Fact]
    public void None_is_taken_before_one_was_made() =>
        Assert.Equal(SynCookieAnswer.None, _cookies.Check(Keys.Key(5), Answer(Syn(), new TcpSequence(1)), Start, out _));

    [Fact]
    public void One_that_was_made_for_others_or_changed_is_refused()
    {
        var syn = Syn();
        var cookie = _cookies.Make(Keys.Key(5), syn, 536, Start);
        Assert.Equal(SynCookieAnswer.None, _cookies.Check(Keys.Key(6), Answer(syn, cookie), Start, out _));
        for (var bit = 0; bit < 32; bit++)
        {
            var forged = new TcpSequence(cookie.Value ^ (1u << bit));
            Assert.NotEqual(SynCookieAnswer.Begins, _cookies.Check(Keys.Key(5), Answer(syn, forged), Start, out _));
        }
    }

    [Theory]
    [InlineData(-1, SynCookieAnswer.None)]
    [InlineData(0, SynCookieAnswer.Begins)]
    [InlineData(1, SynCookieAnswer.Ahead)]
    [InlineData(65_535, SynCookieAnswer.Ahead)]
    [InlineData(65_536, SynCookieAnswer.None)]
    public void What_lies_ahead_within_the_window_that_was_shown_is_told_apart(int octets, object expected)
    {
        // The ends of the space of sequence numbers too, whole and of its last 24 bits.
        foreach (var initial in new uint[] { 0, 123_456, 0xFF_FFFF, 0xFFFF_FFFF })
        {
            var syn = Syn() with { Sequence = new(initial) };
            var answer = Answer(syn, _cookies.Make(Keys.Key(5), syn, 536, Start));
            answer.Sequence += octets;
            Assert.Equal(expected, _cookies.Check(Keys.Key(5), answer, Start, out _));
        }
    }

    private static TcpHeader Syn() => new() { Sequence = new(123_456), Flags = TcpFlags.Syn };

    private static TcpHeader Answer(in TcpHeader syn, TcpSequence cookie) =>
        new() { Sequence = syn.Sequence + 1, Acknowledgment = cookie + 1, Flags = TcpFlags.Ack };
}
