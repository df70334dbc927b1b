using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>The window that the peer offers, Nagle's algorithm, and probes (RFC 9293 sections 3.7.4, 3.8.6.1 and 3.8.6.2.1).</summary>
public sealed class SendWindowTests
{
    private static readonly TcpPath Segmenting = TcpPath.OverIPv4(1500, segments: true);

    [Fact]
    public void Window_bounds_what_is_sent() => TcpScript.Established(window: "2000")
        .Write(5000).Sends("ACK len=1460").SendsNothing().Receive("ACK ack=1461 win=2000").Sends("ACK seq=1461 len=1460").Done();

    [Fact]
    public void Window_is_an_unsigned_number_MUST_1() => TcpScript.Established(window: "65535")
        .Check(core => Assert.Equal(65535, core.Measures.SendWindow)).Done();

    [Fact]
    public void Window_is_scaled_RFC_7323_2_3() => TcpScript.Established(options: "mss=1460 scale=4", window: "1000")
        .Check(core => Assert.Equal(16_000, core.Measures.SendWindow)).Done();

    [Fact]
    public void Scale_above_fourteen_means_fourteen_RFC_7323_2_3() => TcpScript.Established(options: "mss=1460 scale=200", window: "2")
        .Check(core => Assert.Equal(2 << 14, core.Measures.SendWindow)).Done();

    [Fact]
    public void Older_segment_does_not_set_the_window() => TcpScript.Established()
        .Receive("ACK len=100 win=4000").Sends("ACK").Receive("ACK len=100 win=5000").Sends("ACK")
        .Receive("ACK seq=1 len=300 win=100").Sends("ACK")
        .Check(core => Assert.Equal(5000, core.Measures.SendWindow)).Done();

    [Fact]
    public void Older_acknowledgment_does_not_set_the_window() => TcpScript.Established()
        .Write(200).Sends("ACK len=200").Receive("ACK ack=201 win=5000").Receive("ACK ack=101 win=100")
        .Check(core => Assert.Equal(5000, core.Measures.SendWindow)).Done();

    [Fact]
    public void Small_segment_waits_while_another_is_on_its_way_SHLD_7() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Write(10).SendsNothing().Write(20).SendsNothing()
        .Receive("ACK ack=11").Sends("ACK PSH seq=11 len=30").Done();

    [Fact]
    public void Full_segment_does_not_wait() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Write(1470).Sends("ACK seq=11 len=1460").SendsNothing().Done();

    [Fact]
    public void Small_rest_behind_full_segments_does_not_wait() => TcpScript.Established()
        .DeviceIsFull(true).Write(3000).DeviceIsFull(false)
        .Sends("ACK len=1460").Sends("ACK len=1460").Sends("ACK PSH len=80").Done();

    [Fact]
    public void Without_delay_small_segments_go_at_once_MUST_17() => TcpScript.Established()
        .Do(core => core.NoDelay = true).Write(10).Sends("ACK len=10").Write(10).Sends("ACK seq=11 len=10").Done();

    [Fact]
    public void Nagle_can_be_switched_off_for_all_MUST_17() => TcpScript.Established(new TcpSettings { Nagle = false })
        .Write(10).Sends("ACK len=10").Write(10).Sends("ACK len=10").Done();

    [Fact]
    public void Last_small_segment_does_not_wait() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Write(10).SendsNothing().Finish().Sends("FIN ACK seq=11 len=10").Done();

    [Fact]
    public void Last_octets_of_the_buffer_are_pushed_MUST_60() => TcpScript.Established()
        .Write(1460).Sends("ACK PSH len=1460").Done();

    [Fact]
    public void Path_that_segments_gets_large_plans() => TcpScript.Established(path: Segmenting)
        .Write(10_000).Sends("ACK PSH len=10000 segment=1460").Done();

    [Fact]
    public void Large_plan_that_a_window_cuts_is_a_multiple_of_the_segment() => TcpScript.Established(path: Segmenting, window: "5000")
        .Write(10_000).Sends("ACK len=4380 segment=1460").Done();

    [Fact]
    public void Large_plan_is_not_larger_than_the_path_takes() => TcpScript.Established(new TcpSettings { InitialWindowSegments = 100 }, "mss=1460 scale=4", path: Segmenting)
        .Write(100_000).Sends("ACK len=64240 segment=1460").Sends("ACK len=35760").Done();

    [Fact]
    public void Silly_window_is_not_used_MUST_38() => TcpScript.Established(window: "4000")
        .Write(5000).Sends("ACK len=1460").Sends("ACK len=1460").SendsNothing()
        .Receive("ACK ack=1461 win=2540").SendsNothing().Receive("ACK ack=2921 win=1400").SendsNothing().Done();

    [Fact]
    public void Small_window_of_half_the_largest_is_used_MUST_38() => TcpScript.Established(window: "1000")
        .Write(5000).Sends("ACK len=1000").Receive("ACK ack=1001 win=600").Sends("ACK seq=1001 len=600").Done();

    [Fact]
    public void Silly_window_is_used_in_the_end() => TcpScript.Established(window: "4000")
        .Write(5000).Sends("ACK len=1460").Sends("ACK len=1460").Receive("ACK ack=2921 win=100").SendsNothing()
        .After(200).Sends("ACK seq=2921 len=100 kind=WindowProbe").Done();

    [Fact]
    public void Closed_window_is_probed_after_the_timeout_MUST_36_SHLD_29() => Closed()
        .After(199).SendsNothing().After(1).Sends("ACK seq=1000 len=0 kind=WindowProbe").Done();

    [Fact]
    public void Probes_come_at_growing_intervals_SHLD_30() => Closed()
        .After(200).Sends("ACK at=200").After(400).Sends("ACK at=600").After(800).Sends("ACK at=1400").After(1600).Sends("ACK at=3000").Done();

    [Fact]
    public void Answered_probes_go_on_for_ever_MUST_37()
    {
        var script = Closed();
        for (var i = 0; i < 100; i++)
        {
            script.After(script.Core.Deadline.TotalMilliseconds - script.Now.TotalMilliseconds).Sends("ACK kind=WindowProbe")
                .Receive("ACK ack=1001 win=0");
        }

        script.Is(TcpState.Established).Check(core => Assert.Equal(100, core.Statistics.WindowProbes));
        Assert.True(script.Now > TimeSpan.FromHours(2));
    }

    [Fact]
    public void Unanswered_probes_end_the_connection()
    {
        var script = Closed();
        while (script.Core.State == TcpState.Established && script.Now < TimeSpan.FromHours(1))
        {
            script.After(10_000).SendsWhatever();
        }

        script.Happened(TcpEvents.Acknowledged | TcpEvents.TimedOut | TcpEvents.Closed);
        Assert.InRange(script.Now - script.Start, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public void Opened_window_is_used_at_once() => Closed()
        .After(200).Sends("ACK").Receive("ACK ack=1001 win=3000").Sends("ACK seq=1001 len=1000").Done();

    [Fact]
    public void Probe_is_not_sent_once_the_window_has_opened() => Closed()
        .Receive("ACK ack=1001 win=3000").Sends("ACK len=1000").Receive("ACK ack=2001 win=3000").After(100_000).SendsNothing().Done();

    [Fact]
    public void Nothing_new_is_sent_into_a_shrunk_window_SHLD_15_MUST_34() => TcpScript.Established()
        .Write(2920).Sends("ACK len=1460").Sends("ACK len=1460").Receive("ACK ack=1461 win=1000").Write(1460).SendsNothing()
        .Receive("ACK ack=2921 win=1460").Sends("ACK seq=2921 len=1460").Done();

    [Fact]
    public void Window_that_closes_upon_data_on_their_way_is_probed_with_them_MUST_35() => TcpScript.Established()
        .Write(1000).Sends("ACK len=1000").Receive("ACK ack=1 win=0").After(200).Sends("ACK seq=1 len=1000")
        .Receive("ACK ack=1 win=0").After(400).Sends("ACK seq=1 len=1000").Check(core => Assert.Equal(14_600, core.Measures.CongestionWindow)).Done();

    [Fact]
    public void Window_that_closes_upon_data_on_their_way_may_stay_closed_SHLD_17()
    {
        var script = TcpScript.Established().Write(1000).Sends("ACK len=1000").Receive("ACK ack=1 win=0");
        for (var i = 0; i < 40; i++)
        {
            script.After(script.Core.Deadline.TotalMilliseconds - script.Now.TotalMilliseconds).Sends("ACK seq=1 len=1000").Receive("ACK ack=1 win=0");
        }

        Assert.True(script.Now > TimeSpan.FromHours(1));
        script.Receive("ACK ack=1 win=5000").After(120_000).Sends("ACK seq=1 len=1000").Receive("ACK ack=1001 win=5000").Is(TcpState.Established).Done();
    }

    [Fact]
    public void Fin_needs_no_window() => TcpScript.Established(window: "1000")
        .Write(1000).Sends("ACK len=1000").Receive("ACK ack=1001 win=0").Finish().Sends("FIN ACK seq=1001").Done();

    /// <summary>A window that has closed with a thousand octets waiting.</summary>
    private static TcpScript Closed() => TcpScript.Established(window: "1000")
        .Write(2000).Sends("ACK len=1000").Receive("ACK ack=1001 win=0").SendsNothing();
}
