using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>CUBIC (RFC 9438), NewReno (RFC 5681) and HyStart++ (RFC 9406) by themselves: windows in segments of 1000 octets.</summary>
public sealed class CongestionControlTests
{
    private const int Segment = 1000;
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private long _acknowledged;

    [Fact]
    public void Cubic_comes_down_to_seven_tenths_RFC_9438_4_6()
    {
        var control = Begin(new Cubic(), 100);
        control.Congested(100 * Segment);
        Assert.Equal((70 * Segment, 70 * Segment), (control.Window, control.Threshold));
    }

    [Fact]
    public void Cubic_is_back_where_it_was_after_its_time_RFC_9438_4_2()
    {
        var control = Begin(new Cubic(), 1000);
        control.Congested(1000 * Segment);
        // K is the cube root of (1000 - 700) / 0.4.
        var flat = Math.Cbrt(300 / 0.4);
        Rounds(control, TimeSpan.FromSeconds(flat), TimeSpan.FromMilliseconds(100));
        Assert.InRange(control.Window, 990 * Segment, 1005 * Segment);
    }

    [Fact]
    public void Cubic_grows_slowly_near_the_old_window_and_fast_far_from_it()
    {
        var control = Begin(new Cubic(), 1000);
        control.Congested(1000 * Segment);
        var flat = Math.Cbrt(300 / 0.4);
        var growth = new List<long>();
        for (var second = 0; second < (int)(2 * flat); second++)
        {
            var before = control.Window;
            Rounds(control, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));
            growth.Add(control.Window - before);
        }

        var middle = (int)flat;
        Assert.True(growth[0] > 5 * growth[middle] && growth[^1] > 5 * growth[middle], string.Join(' ', growth));
    }

    [Fact]
    public void Cubic_is_as_fast_as_reno_on_short_paths_RFC_9438_4_3()
    {
        var control = Begin(new Cubic(), 20);
        control.Congested(20 * Segment);
        Rounds(control, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1));
        // 14 segments, and 0.53 a round trip to 20, then one.
        Assert.InRange(control.Window, 70 * Segment, 110 * Segment);
    }

    [Fact]
    public void Cubic_makes_room_when_it_comes_down_again_RFC_9438_4_7()
    {
        var control = Begin(new Cubic(), 100);
        control.Congested(100 * Segment);
        control.Congested(70 * Segment);
        Rounds(control, TimeSpan.FromSeconds(Math.Cbrt((59.5 - 49) / 0.4)), TimeSpan.FromMilliseconds(200));
        Assert.InRange(control.Window, 57 * Segment, 62 * Segment);
    }

    [Fact]
    public void Cubic_does_not_count_the_time_in_which_the_window_was_not_the_limit_RFC_9438_5_8()
    {
        var control = Begin(new Cubic(), 100);
        control.Congested(100 * Segment);
        Rounds(control, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100));
        var before = control.Window;
        Acknowledge(control, 10 * Segment, TimeSpan.FromMilliseconds(100), isLimited: false);
        _now += TimeSpan.FromMinutes(10);
        Rounds(control, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100));
        Assert.InRange(control.Window, before, before + (5 * Segment));
    }

    [Fact]
    public void Reno_grows_by_a_segment_each_round_trip_RFC_5681_3_1()
    {
        var control = Begin(new NewReno(), 20);
        control.Congested(20 * Segment);
        Rounds(control, TimeSpan.FromMilliseconds(1000), TimeSpan.FromMilliseconds(100));
        Assert.InRange(control.Window, 19 * Segment, 21 * Segment);
    }

    [Fact]
    public void Reno_halves_the_flight_RFC_5681_4()
    {
        var control = Begin(new NewReno(), 20);
        control.Congested(10 * Segment);
        Assert.Equal(5 * Segment, control.Window);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Undoing_restores_window_and_threshold_RFC_4015(bool isCubic)
    {
        var control = Begin(isCubic ? new Cubic() : new NewReno(), 50);
        control.Congested(50 * Segment);
        control.Undo();
        Assert.Equal((50 * Segment, long.MaxValue), (control.Window, control.Threshold));
        control.TimedOut(50 * Segment, isFirst: true);
        control.TimedOut(50 * Segment, isFirst: false);
        control.Undo();
        Assert.Equal((50 * Segment, long.MaxValue), (control.Window, control.Threshold));
    }

    [Fact]
    public void Growing_round_trips_end_slow_start_after_five_conservative_rounds_RFC_9406()
    {
        var control = Begin(new Cubic(), 10);
        var rtt = TimeSpan.FromMilliseconds(40);
        SlowStartRound(control, rtt);
        SlowStartRound(control, rtt);
        Assert.Equal(40 * Segment, control.Window);
        for (var round = 0; round < 7; round++)
        {
            SlowStartRound(control, rtt + TimeSpan.FromMilliseconds(10));
        }

        Assert.NotEqual(long.MaxValue, control.Threshold);
        Assert.InRange(control.Window, 100 * Segment, 400 * Segment);
    }

    [Fact]
    public void Round_trip_that_falls_again_resumes_slow_start_RFC_9406()
    {
        var control = Begin(new Cubic(), 10);
        var rtt = TimeSpan.FromMilliseconds(40);
        SlowStartRound(control, rtt);
        SlowStartRound(control, rtt + TimeSpan.FromMilliseconds(10));
        for (var round = 0; round < 6; round++)
        {
            SlowStartRound(control, rtt);
        }

        Assert.Equal(long.MaxValue, control.Threshold);
        Assert.InRange(control.Window, 10 * 64 * Segment, 10 * 256 * Segment);
    }

    [Fact]
    public void Steady_round_trips_do_not_end_slow_start()
    {
        var control = Begin(new NewReno(), 10);
        for (var round = 0; round < 6; round++)
        {
            SlowStartRound(control, TimeSpan.FromMilliseconds(40 + (round % 2)));
        }

        Assert.Equal((640 * Segment, long.MaxValue), (control.Window, control.Threshold));
    }

    private static ICongestionControl Begin(ICongestionControl control, int segments)
    {
        control.SegmentChanged(Segment);
        control.Restart(segments * Segment);
        return control;
    }

    /// <summary>Round trips in which the whole window is acknowledged, two segments at a time.</summary>
    private void Rounds(ICongestionControl control, TimeSpan time, TimeSpan rtt)
    {
        for (var end = _now + time; _now < end;)
        {
            var acknowledgments = Math.Max(1, control.Window / (2 * Segment));
            for (var i = 0; i < acknowledgments; i++)
            {
                _now += TimeSpan.FromTicks(rtt.Ticks / acknowledgments);
                Acknowledge(control, 2 * Segment, rtt, isLimited: true);
            }
        }
    }

    private void SlowStartRound(ICongestionControl control, TimeSpan rtt)
    {
        var window = control.Window;
        var end = _acknowledged + window;
        while (_acknowledged < end)
        {
            _now += TimeSpan.FromMilliseconds(1);
            Acknowledge(control, Segment, rtt, isLimited: true, sentTo: end + (_acknowledged + window - end));
        }
    }

    private void Acknowledge(ICongestionControl control, long octets, TimeSpan rtt, bool isLimited, long? sentTo = null)
    {
        _acknowledged += octets;
        control.Acknowledged(new AcknowledgedOctets(octets, _acknowledged, sentTo ?? (_acknowledged + control.Window), rtt, rtt, isLimited, _now));
    }
}
