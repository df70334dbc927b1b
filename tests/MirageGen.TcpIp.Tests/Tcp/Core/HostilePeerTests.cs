using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>A peer that lies gains nothing by it.</summary>
public sealed class HostilePeerTests
{
    [Fact]
    public void Optimistic_acknowledgment_does_not_open_the_window() => TcpScript.Established(options: "mss=1460 scale=4")
        .Write(50_000).SendsWhatever().Receive("ACK ack=30000").Sends("ACK len=0")
        .Check(core => Assert.Equal((14_600, 0), (core.Measures.CongestionWindow, core.Acknowledged))).Done();

    [Fact]
    public void Sack_of_what_was_never_sent_is_ignored() => TcpScript.EstablishedWithSack()
        .Write(2920).SendsWhatever().Receive("ACK ack=1 sacks=2921-90000").Receive("ACK ack=1 sacks=1461-90000").SendsNothing()
        .Check(core => Assert.Equal(2920, core.Measures.InFlight)).Done();

    [Fact]
    public void Sack_the_wrong_way_round_is_ignored() => TcpScript.EstablishedWithSack()
        .Write(2920).SendsWhatever().Receive("ACK ack=1 sacks=2921-1461").Receive("ACK ack=1 sacks=1461-1461").SendsNothing()
        .Check(core => Assert.Equal(2920, core.Measures.InFlight)).Done();

    [Fact]
    public void Sack_of_part_of_a_segment_counts_for_nothing() => TcpScript.EstablishedWithSack()
        .Write(4380).SendsWhatever().Receive("ACK ack=1 sacks=1462-2921").SendsNothing().Check(core => Assert.Equal(4380, core.Measures.InFlight)).Done();

    [Fact]
    public void Sack_without_agreement_is_ignored() => TcpScript.Established()
        .Write(5840).SendsWhatever().Receive("ACK ack=1 sacks=1461-5841").SendsNothing().Check(core => Assert.Equal(0, core.Statistics.Recoveries)).Done();

    [Fact]
    public void Same_sack_again_and_again_delivers_once() => TcpScript.EstablishedWithSack()
        .Write(14_600).SendsWhatever().Write(14_600).SendsNothing().Receive("ACK ack=1 sacks=1461-2921").Sends("ACK seq=14601")
        .Receive("ACK ack=1 sacks=1461-2921").SendsNothing().Receive("ACK ack=1 sacks=1461-2921,1461-2921,1461-2921").SendsNothing().Done();

    [Fact]
    public void Duplicates_of_what_was_not_sent_again_undo_nothing() => TcpScript.EstablishedWithSack()
        .Write(14_600).SendsWhatever().Receive("ACK ack=1 sacks=1461-5841").SendsWhatever()
        .Receive("ACK ack=1 sacks=0-1,1461-5841").SendsWhatever().Check(core => Assert.Equal(0, core.Statistics.Undone)).Done();

    [Fact]
    public void Duplicate_acknowledgments_do_not_inflate_beyond_the_flight_RFC_5681_3_2()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=8").Write(1_000_000).SendsWhatever();
        for (var i = 0; i < 200; i++)
        {
            script.Receive("ACK ack=1").SendsWhatever();
        }

        Assert.InRange(script.Core.Statistics.OctetsSent, 14_600, 3 * 14_600);
    }

    [Fact]
    public void Vast_window_sends_no_more_than_the_congestion_window() => TcpScript.Established(options: "mss=1460 scale=14")
        .Check(core => Assert.Equal(65_535L << 14, core.Measures.SendWindow)).Write(1_000_000).SendsWhatever()
        .Check(core => Assert.Equal(14_600, core.Measures.InFlight)).Done();

    [Fact]
    public void Window_that_opens_and_closes_by_an_octet_gets_no_tiny_segments()
    {
        var script = TcpScript.Established(window: "4000").Write(100_000).SendsWhatever().Receive("ACK ack=2921 win=0");
        var before = script.Core.Statistics.SegmentsSent;
        for (var i = 0; i < 50; i++)
        {
            script.Receive($"ACK ack=2921 win={i % 2}");
        }

        Assert.Equal(before, script.Core.Statistics.SegmentsSent);
    }

    [Fact]
    public void Tiny_segments_beyond_holes_are_bounded()
    {
        var script = TcpScript.EstablishedWithSack();
        for (var i = 0; i < 5_000; i++)
        {
            script.Receive($"ACK seq={3 + (2 * i)} len=1").SendsWhatever();
        }

        Assert.Equal(5_000 - 1_024, script.Core.Statistics.DroppedByRunLimit);
        script.Receive("ACK seq=1 len=30000").Keeps(0, 30_000).SendsWhatever().CanRead(30_000);
    }

    [Fact]
    public void Xmas_tree_does_no_harm() => TcpScript.Established()
        .Receive("SYN FIN RST PSH ACK URG ECE CWR seq=2 len=10").KeepsNothing().Sends("ACK").Is(TcpState.Established).Done();

    [Fact]
    public void Syn_with_fin_and_data_in_syn_sent_is_taken_in_order() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN ACK FIN mss=1460 len=10").Keeps(0, 10).Sends("ACK ack=12").Is(TcpState.CloseWait).Done();

    [Fact]
    public void Closed_connection_ignores_everything() => TcpScript.Established()
        .Receive("RST").Is(TcpState.Closed).Receive("ACK len=10").KeepsNothing().Receive("SYN").Receive("RST").SendsNothing().IsIdle().Done();

    [Fact]
    public void Land_attack_gets_no_answer_loop() => new TcpScript(theirs: TcpScript.OurInitial)
        .Connect().Sends("SYN").Receive("SYN mss=1460").Sends("SYN ACK").Receive("SYN ACK seq=0 ack=1").Sends("ACK")
        .Receive("ACK ack=1").SendsNothing().Is(TcpState.Established).Done();
}
