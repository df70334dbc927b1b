using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Losses that acknowledgments show: RACK-TLP (RFC 8985), SACK (RFC 6675), PRR (RFC 6937), and undoing (RFC 4015).</summary>
public sealed class LossRecoveryTests
{
    private const int Mss = 1460;

    [Fact]
    public void Three_sacked_segments_show_a_loss() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-2921").SendsNothing().Receive("ACK ack=1 sacks=1461-4381").SendsNothing()
        .Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1 len=1460 kind=Retransmission").SendsNothing().Done();

    [Fact]
    public void Single_sacked_segment_shows_a_loss_after_the_reordering_window() => Sent(2)
        .After(20).Receive("ACK ack=1 sacks=1461-2921").SendsNothing().After(4).SendsNothing()
        .After(1).Sends("ACK seq=1 len=1460 kind=Retransmission").Done();

    [Fact]
    public void Loss_that_time_shows_is_counted_as_a_recovery() => Sent(2)
        .After(20).Receive("ACK ack=1 sacks=1461-2921").After(5).Sends("ACK seq=1 len=1460")
        .Check(core => Assert.Equal(1, core.Statistics.Recoveries)).Done();

    /// <summary>Found by the property of bad paths: no recovery had ever begun when the timer of reordering found a loss.</summary>
    [Fact]
    public void Loss_that_time_shows_after_a_timeout_is_sent_again() => Sent(3)
        .After(20).Receive("ACK ack=1 sacks=1461-2921").After(2).Receive("ACK ack=2921").Receive("ACK ack=4381")
        .Write(4 * Mss).SendsWhatever().After(300).SendsWhatever().Check(core => Assert.Equal(1, core.Statistics.Timeouts))
        .Receive("ACK ack=5841").Sends("ACK seq=5841").Sends("ACK seq=7301")
        .After(20).Receive("ACK ack=5841 sacks=7301-8761").SendsWhatever().After(6).Sends("ACK seq=5841 kind=Retransmission").Done();

    [Fact]
    public void Hole_that_is_filled_in_time_was_reordering() => Sent(3)
        .After(20).Receive("ACK ack=1 sacks=1461-2921").After(2).Receive("ACK ack=2921").Receive("ACK ack=4381").SendsNothing()
        .Check(core => Assert.Equal(0, core.Statistics.Recoveries)).IsIdle().Done();

    [Fact]
    public void After_reordering_three_segments_are_no_proof()
    {
        var script = Sent(3).After(20).Receive("ACK ack=1 sacks=1461-2921").After(2).Receive("ACK ack=2921").Receive("ACK ack=4381");
        script.Write(5 * Mss).SendsWhatever().After(20).Receive("ACK ack=4381 sacks=5841-10221").SendsNothing()
            .After(4).SendsNothing().After(2).Sends("ACK seq=4381 len=1460").Done();
    }

    [Fact]
    public void Several_holes_are_filled_in_order() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=13141-14601,10221-11681,7301-8761").Sends("ACK seq=1").Sends("ACK seq=1461").Sends("ACK seq=2921")
        .Receive("ACK ack=4381 sacks=13141-14601,10221-11681,7301-8761").Sends("ACK seq=4381").Sends("ACK seq=5841").Sends("ACK seq=8761")
        .Sends("ACK seq=11681").SendsNothing().Done();

    [Fact]
    public void Lost_retransmission_is_found_too() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1").Write(3 * Mss).SendsNothing()
        .Receive("ACK ack=1 sacks=1461-8761").Sends("ACK seq=14601 len=1460").Sends("ACK seq=16061 len=1460")
        .Receive("ACK ack=1 sacks=1461-14601").SendsWhatever()
        .After(10).Receive("ACK ack=1 sacks=1461-16061").Sends("ACK seq=1 len=1460 kind=Retransmission").SendsWhatever().Done();

    [Fact]
    public void Window_is_reduced_once_for_a_window_full_of_losses() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").SendsWhatever().Receive("ACK ack=1 sacks=1461-5841,8761-14601").SendsWhatever()
        .Check(core => Assert.Equal(1, core.Statistics.Recoveries))
        .Check(core => Assert.Equal(14_600 * 7 / 10, core.Measures.SlowStartThreshold)).Done();

    [Fact]
    public void Recovery_ends_at_the_threshold() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1").After(10).Receive("ACK ack=14601")
        .Check(core => Assert.InRange(core.Measures.CongestionWindow, 10_220, 10_220 + Mss)).IsIdle().Done();

    [Fact]
    public void Rate_is_reduced_in_proportion_to_what_is_delivered_RFC_6937()
    {
        var script = Sent(10).Write(20 * Mss).SendsNothing().After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1 len=1460");
        var sent = 0;
        for (var right = 7301; right <= 14_601; right += Mss)
        {
            script.Receive($"ACK ack=1 sacks=1461-{right}");
            if (script.Core.Statistics.SegmentsSent > 12 + sent)
            {
                sent++;
                script.Sends("ACK len=1460 kind=Data");
            }
        }

        Assert.InRange(sent, 4, 6);
    }

    [Fact]
    public void Head_goes_at_once_when_a_recovery_begins_whatever_the_rate() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1 len=1460").SendsNothing().Done();

    [Fact]
    public void Limited_transmit_sends_new_octets_for_sacked_ones_RFC_3042() => Sent(10).Write(3 * Mss).SendsNothing()
        .After(10).Receive("ACK ack=1 sacks=1461-2921").Sends("ACK seq=14601 len=1460 kind=Data").Done();

    [Fact]
    public void Tail_is_probed_after_two_round_trips_RFC_8985_7_2() => RoundTrip20().Write(2 * Mss).Sends("ACK").Sends("ACK")
        .After(41).SendsNothing().After(1).Sends("ACK seq=4381 len=1460 kind=TailProbe").Done();

    [Fact]
    public void Single_segment_is_probed_later_for_the_peer_may_delay() => RoundTrip20().Write(Mss).Sends("ACK seq=2921")
        .After(219).SendsNothing().After(1).Sends("ACK seq=2921").SendsWhatever().Done();

    [Fact]
    public void Probe_sends_new_octets_when_there_are_some()
    {
        var script = TcpScript.EstablishedWithSack(new TcpSettings { InitialWindowSegments = 2 });
        script.Write(4 * Mss).Sends("ACK").Sends("ACK").After(100).SendsWhatever();
        Assert.Equal(3, script.Core.Statistics.SegmentsSent - 1);
        Assert.Equal(1, script.Core.Statistics.TailProbes);
        Assert.Equal(0, script.Core.Statistics.SegmentsRetransmitted);
    }

    [Fact]
    public void Probe_that_shows_a_loss_leads_to_recovery() => RoundTrip20().Write(3 * Mss).Sends("ACK").Sends("ACK").Sends("ACK")
        .After(42).Sends("ACK seq=5841 kind=TailProbe").After(20).Receive("ACK ack=2921 sacks=5841-7301")
        .Sends("ACK seq=2921 kind=Retransmission").SendsWhatever().Done();

    [Fact]
    public void Probe_that_repaired_the_loss_reduces_the_window_RFC_8985_7_4()
    {
        var script = RoundTrip20().Write(2 * Mss).Sends("ACK").Sends("ACK").After(42).Sends("ACK seq=4381 kind=TailProbe");
        var before = script.Core.Measures.CongestionWindow;
        script.After(20).Receive("ACK ack=5841").Check(core => Assert.Equal(before, core.Measures.CongestionWindow))
            .Write(Mss).Sends("ACK seq=5841").After(20).Receive("ACK ack=7301")
            .Check(core => Assert.InRange(core.Measures.CongestionWindow, (before * 7 / 10) - 1, before * 7 / 10))
            .Check(core => Assert.Equal(1, core.Statistics.Recoveries)).Done();
    }

    [Fact]
    public void Probe_that_was_not_needed_reduces_nothing_RFC_8985_7_4()
    {
        var script = RoundTrip20().Write(2 * Mss).Sends("ACK").Sends("ACK").After(42).Sends("ACK seq=4381 kind=TailProbe");
        var before = script.Core.Measures.CongestionWindow;
        script.After(5).Receive("ACK ack=5841").After(15).Receive("ACK ack=5841 sacks=4381-5841")
            .Write(Mss).Sends("ACK seq=5841").After(20).Receive("ACK ack=7301")
            .Check(core => Assert.Equal((0, true), (core.Statistics.Recoveries, core.Measures.CongestionWindow >= before))).Done();
    }

    [Fact]
    public void One_probe_then_the_timer() => RoundTrip20().Write(2 * Mss).Sends("ACK").Sends("ACK")
        .After(42).Sends("ACK kind=TailProbe").After(219).SendsNothing().After(1).Sends("ACK seq=2921 len=1460 kind=Retransmission").SendsWhatever().Done();

    [Fact]
    public void Without_sack_three_duplicates_show_a_loss_RFC_5681_3_2() => SentWithoutSack(5)
        .After(10).Receive("ACK ack=1").Receive("ACK ack=1").SendsNothing().Receive("ACK ack=1").Sends("ACK seq=1 len=1460").SendsNothing().Done();

    [Fact]
    public void Duplicates_with_data_or_another_window_do_not_count_RFC_5681_2() => SentWithoutSack(5)
        .Receive("ACK ack=1 len=10").SendsWhatever().Receive("ACK ack=1 len=10").SendsWhatever().Receive("ACK ack=1 len=10").SendsWhatever()
        .Receive("ACK ack=1 win=60000").Receive("ACK ack=1 win=60001").Receive("ACK ack=1 win=60002").SendsNothing().Done();

    [Fact]
    public void Without_sack_partial_acknowledgment_shows_the_next_hole_RFC_6582_3_2() => SentWithoutSack(10)
        .After(10).Receive("ACK ack=1").Receive("ACK ack=1").Receive("ACK ack=1").Sends("ACK seq=1 len=1460")
        .After(10).Receive("ACK ack=4381").Sends("ACK seq=4381 len=1460").SendsWhatever().Receive("ACK ack=14601").IsIdle()
        .Check(core => Assert.Equal(1, core.Statistics.Recoveries)).Done();

    [Fact]
    public void Duplicates_after_a_timeout_begin_no_recovery_RFC_6582_3_2() => SentWithoutSack(5)
        .After(200).Sends("ACK seq=1").Receive("ACK ack=1").Receive("ACK ack=1").Receive("ACK ack=1").SendsNothing()
        .Check(core => Assert.Equal(0, core.Statistics.Recoveries)).Done();

    [Fact]
    public void Spurious_timeout_is_undone_by_the_echoed_timestamp_RFC_3522()
    {
        var script = TcpScript.Established(options: "mss=1460 sack ts=1/0").Write(5 * 1448).SendsWhatever();
        var first = script.Timestamp;
        script.After(1000).SendsWhatever().Check(core => Assert.Equal(1448, core.Measures.CongestionWindow))
            .Receive($"ACK ack=1449 ts=2/{first}").SendsNothing()
            .Check(core => Assert.Equal(1, core.Statistics.Undone)).Check(core => Assert.True(core.Measures.CongestionWindow >= 14_480))
            .Receive($"ACK ack=7241 ts=3/{first}").SendsNothing().IsIdle().Done();
    }

    [Fact]
    public void True_timeout_is_not_undone()
    {
        var script = TcpScript.Established(options: "mss=1460 sack ts=1/0").Write(5 * 1448).SendsWhatever().After(1000).SendsWhatever();
        script.Receive($"ACK ack=1449 ts=2/{script.Timestamp}").SendsWhatever().Check(core => Assert.Equal(0, core.Statistics.Undone)).Done();
    }

    [Fact]
    public void Spurious_recovery_is_undone_by_reported_duplicates_RFC_3708() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1").Check(core => Assert.Equal(10_220, core.Measures.SlowStartThreshold))
        .Receive("ACK ack=5841").SendsWhatever().Receive("ACK ack=5841 sacks=1-1461").SendsNothing()
        .Check(core => Assert.Equal((1, true), (core.Statistics.Undone, core.Measures.CongestionWindow >= 14_600))).Done();

    [Fact]
    public void Duplicates_of_the_network_undo_nothing() => Sent(10)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1").Receive("ACK ack=5841 sacks=1461-2921").SendsWhatever()
        .Check(core => Assert.Equal(0, core.Statistics.Undone)).Done();

    [Fact]
    public void Reneged_sacks_are_forgotten_at_the_timeout_RFC_2018_8() => Sent(4)
        .After(10).Receive("ACK ack=1 sacks=1461-5841").Sends("ACK seq=1").After(10).Receive("ACK ack=1461").SendsNothing()
        .After(600).Sends("ACK seq=1461 len=1460").SendsWhatever().Receive("ACK ack=2921").Sends("ACK seq=2921").SendsWhatever().Done();

    [Fact]
    public void Segments_on_their_way_are_bounded() => TcpScript.Established(new TcpSettings { MaxSegmentsInFlight = 4, Nagle = false }, "mss=1460 sack")
        .Write(1).Sends("ACK len=1").Write(1).Sends("ACK len=1").Write(1).Sends("ACK len=1").Write(1).Sends("ACK len=1")
        .Write(1).SendsNothing().Receive("ACK ack=3").Sends("ACK seq=5 len=1").Done();

    private static TcpScript Sent(int segments) => TcpScript.EstablishedWithSack().Write(segments * Mss).SendsWhatever();

    private static TcpScript SentWithoutSack(int segments) => TcpScript.Established().Write(segments * Mss).SendsWhatever();

    /// <summary>A connection with SACK that has measured a round trip of 20 ms again and again; 2920 octets are acknowledged.</summary>
    private static TcpScript RoundTrip20()
    {
        var script = new TcpScript();
        script.Connect().Sends("SYN").After(20).Receive("SYN ACK mss=1460 sack").Sends("ACK");
        return script.Write(2 * Mss).Sends("ACK").Sends("ACK").After(20).Receive("ACK ack=2921");
    }
}
