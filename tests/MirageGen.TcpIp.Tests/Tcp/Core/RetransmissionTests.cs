using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>The retransmission timer and round-trip times (RFC 6298), and when a connection is given up (RFC 9293 section 3.8.3).</summary>
public sealed class RetransmissionTests
{
    [Fact]
    public void First_timeout_is_a_second_RFC_6298_2_1() => new TcpScript()
        .Check(core => Assert.Equal(TimeSpan.FromSeconds(1), core.Measures.RetransmissionTimeout)).Done();

    [Fact]
    public void Handshake_gives_the_first_sample() => new TcpScript()
        .Connect().Sends("SYN").After(100).Receive("SYN ACK mss=1460").Sends("ACK")
        .Check(core => Assert.Equal(
            (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300)), (core.Measures.SmoothedRtt, core.Measures.RetransmissionTimeout))).Done();

    [Fact]
    public void Later_samples_are_smoothed_RFC_6298_2_3() => new TcpScript()
        .Connect().Sends("SYN").After(100).Receive("SYN ACK mss=1460").Sends("ACK")
        .Write(10).Sends("ACK len=10").After(180).Receive("ACK ack=11")
        .Check(core => Assert.Equal(TimeSpan.FromMilliseconds(110), core.Measures.SmoothedRtt))
        .Check(core => Assert.Equal(TimeSpan.FromMilliseconds(110 + (4 * 57.5)), core.Measures.RetransmissionTimeout)).Done();

    [Fact]
    public void Least_margin_over_the_round_trip_is_200_ms() => TcpScript.Established()
        .Check(core => Assert.Equal(TimeSpan.FromMilliseconds(200), core.Measures.RetransmissionTimeout)).Done();

    [Fact]
    public void Lost_segment_is_sent_again_after_the_timeout() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").After(199).SendsNothing().After(1).Sends("ACK seq=1 len=100 kind=Retransmission").Done();

    [Fact]
    public void Timeout_doubles_each_time_MUST_19() => TcpScript.Established()
        .Write(100).Sends("ACK len=100 at=0").After(200).Sends("ACK len=100 at=200").After(400).Sends("ACK len=100 at=600")
        .After(800).Sends("ACK len=100 at=1400").Done();

    [Fact]
    public void Timeout_grows_to_two_minutes_at_most_RFC_6298_2_5()
    {
        var script = TcpScript.Established();
        script.Do(core => core.UserTimeout = TimeSpan.MaxValue).Write(100).SendsWhatever();
        for (var i = 0; i < 20; i++)
        {
            script.After(script.Core.Deadline.TotalMilliseconds - script.Now.TotalMilliseconds).Sends("ACK len=100");
        }

        Assert.Equal(TimeSpan.FromMinutes(2), script.Core.Measures.RetransmissionTimeout);
        Assert.Equal(TimeSpan.FromMinutes(2), script.Core.Deadline - script.Now);
    }

    [Fact]
    public void Retransmitted_segment_gives_no_sample_MUST_18() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").After(200).Sends("ACK len=100").After(5).Receive("ACK ack=101")
        .Check(core => Assert.Equal(TimeSpan.Zero, core.Measures.SmoothedRtt)).Done();

    [Fact]
    public void Doubled_timeout_stays_until_there_is_a_sample_MUST_18() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").After(200).Sends("ACK len=100").Receive("ACK ack=101")
        .Check(core => Assert.Equal(TimeSpan.FromMilliseconds(400), core.Measures.RetransmissionTimeout))
        .Write(100).Sends("ACK len=100").After(10).Receive("ACK ack=201")
        .Check(core => Assert.InRange(core.Measures.RetransmissionTimeout, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(210))).Done();

    [Fact]
    public void Echoed_timestamp_gives_a_sample_even_of_a_retransmission_RFC_7323_4()
    {
        var script = TcpScript.Established(options: "mss=1460 ts=1/0").Write(100).Sends("ACK len=100").After(200).Sends("ACK len=100");
        var echo = script.Timestamp;
        script.After(50).Receive($"ACK ack=101 ts=2/{echo}")
            .Check(core => Assert.Equal(TimeSpan.FromMilliseconds(50.0 / 8), core.Measures.SmoothedRtt)).Done();
    }

    [Fact]
    public void Acknowledgment_starts_the_timer_anew_RFC_6298_5_3() => TcpScript.Established()
        .Write(2920).Sends("ACK len=1460").Sends("ACK len=1460").After(10).Receive("ACK ack=1461").After(195).SendsNothing()
        .After(10).Sends("ACK seq=1461 len=1460").Done();

    [Fact]
    public void Timer_is_off_when_all_is_acknowledged_RFC_6298_5_2() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").Receive("ACK ack=101").IsIdle().Done();

    [Fact]
    public void Timer_sends_one_segment_and_slow_start_the_rest() => TcpScript.Established()
        .Write(4380).Sends("ACK").SendsWhatever().After(200).Sends("ACK seq=1 len=1460").SendsNothing()
        .Check(core => Assert.Equal(1460, core.Measures.CongestionWindow))
        .Receive("ACK ack=1461").Sends("ACK seq=1461 len=1460").Sends("ACK seq=2921 len=1460").SendsNothing().Done();

    [Fact]
    public void Timer_sends_large_plans_of_what_was_lost() => TcpScript.Established(path: TcpPath.OverIPv4(1500, segments: true))
        .Write(7300).Sends("ACK len=7300").After(200).Sends("ACK seq=1 len=1460").Receive("ACK ack=1461")
        .Sends("ACK seq=1461 len=2920 segment=1460").Receive("ACK ack=4381").Sends("ACK seq=4381 len=2920").Done();

    [Fact]
    public void Part_of_a_segment_that_was_acknowledged_is_not_sent_again() => TcpScript.Established()
        .Write(1000).Sends("ACK len=1000").Receive("ACK ack=401").After(201).Sends("ACK seq=401 len=600").Done();

    [Fact]
    public void Three_timeouts_in_a_row_are_reported_MUST_20_SHLD_9() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").Happened(TcpEvents.None).After(600).SendsWhatever().Happened(TcpEvents.None)
        .After(800).SendsWhatever().Happened(TcpEvents.Troubled).Done();

    [Fact]
    public void Peer_that_is_silent_for_five_minutes_is_given_up_MUST_20() => GivenUp(null, TimeSpan.FromMinutes(5));

    [Fact]
    public void Application_sets_how_long_MUST_21() => GivenUp(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100));

    [Fact]
    public void Progress_begins_the_wait_anew() => TcpScript.Established()
        .Do(core => core.UserTimeout = TimeSpan.FromSeconds(10)).Write(2920).SendsWhatever().After(9_000).SendsWhatever()
        .Receive("ACK ack=1461").SendsWhatever().After(9_000).SendsWhatever().Is(TcpState.Established).After(1_001).SendsWhatever().Is(TcpState.Closed).Done();

    [Fact]
    public void Full_device_loses_nothing() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").DeviceIsFull(true).After(250).DeviceIsFull(false).Sends("ACK seq=1 len=100").Done();

    [Fact]
    public void Sequence_numbers_wrap()
    {
        var script = new TcpScript(ours: new(uint.MaxValue - 500), theirs: new(uint.MaxValue - 200));
        script.Accept("SYN mss=1460 sack").Sends("SYN ACK seq=0 ack=1").After(20).Receive("ACK")
            .Write(2000).Sends("ACK seq=1 len=1460").Sends("ACK seq=1461 len=540").After(10).Receive("ACK ack=1 sacks=1461-2001")
            .After(5).Sends("ACK seq=1 len=1460").Receive("ACK ack=2001").Receive("ACK seq=101 len=300").Keeps(100, 300).Sends("ACK sacks=101-401")
            .Receive("ACK seq=1 len=100").Keeps(0, 100).Sends("ACK ack=401").CanRead(400).Done();
    }

    [Fact]
    public void Streams_go_on_past_four_gigabytes()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=8", path: TcpPath.OverIPv4(1500, segments: true));
        var acknowledged = 1L;
        while (script.Core.Acknowledged < (1L << 32) + 1000)
        {
            script.Write(1_000_000);
            while (script.Core.Measures.InFlight > 0)
            {
                script.SendsWhatever();
                acknowledged += script.Core.Measures.InFlight;
                script.Receive($"ACK ack={(uint)acknowledged}");
            }
        }

        script.SendsWhatever().Is(TcpState.Established).Check(core => Assert.Equal(acknowledged - 1, core.Acknowledged));
    }

    private static void GivenUp(TimeSpan? timeout, TimeSpan expected)
    {
        var script = TcpScript.Established();
        script.Do(core => core.UserTimeout = timeout ?? core.UserTimeout).Write(100).SendsWhatever();
        script.After(expected.TotalMilliseconds - 1).SendsWhatever().Is(TcpState.Established)
            .After(1).Is(TcpState.Closed).Happened(TcpEvents.Troubled | TcpEvents.TimedOut | TcpEvents.Closed).IsIdle().Done();
    }
}
