using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>When and what is acknowledged (RFC 9293 section 3.8.6.3, RFC 5681 section 4.2, RFC 2018 section 4, RFC 2883).</summary>
public sealed class AcknowledgingTests
{
    [Fact]
    public void First_segments_are_acknowledged_at_once()
    {
        var script = TcpScript.Established();
        for (var i = 0; i < 16; i++)
        {
            script.Receive("ACK len=100").Sends("ACK");
        }

        script.Receive("ACK len=100").SendsNothing();
    }

    [Fact]
    public void Later_a_single_segment_waits_for_40_ms_MUST_40() => Settled()
        .Receive("ACK len=1460").SendsNothing().After(39).SendsNothing().After(1).Sends("ACK").IsIdle().Done();

    [Fact]
    public void Every_second_full_segment_is_acknowledged_at_once_SHLD_19() => Settled()
        .Receive("ACK len=1460").SendsNothing().Receive("ACK len=1460").Sends("ACK")
        .Receive("ACK len=1460").SendsNothing().Receive("ACK len=1460").Sends("ACK").IsIdle().Done();

    [Fact]
    public void Two_small_segments_are_not_two_full_ones() => Settled()
        .Receive("ACK len=100").Receive("ACK len=100").SendsNothing().After(40).Sends("ACK").Done();

    [Fact]
    public void Coalesced_segments_count_one_by_one_MUST_58() => Settled()
        .Receive("ACK len=2920 coalesced=1460").Sends("ACK").Done();

    [Fact]
    public void Data_carry_the_acknowledgment() => Settled()
        .Receive("ACK len=100").SendsNothing().Write(10).Sends("ACK len=10").After(40).SendsWhatever().Done();

    [Fact]
    public void Who_answers_at_once_need_not_hurry_with_acknowledgments() => TcpScript.Established()
        .DeviceIsFull(true).Receive("ACK len=10").Write(10).DeviceIsFull(false).Sends("ACK ack=11 len=10")
        .Receive("ACK len=10").SendsNothing().After(40).Sends("ACK").Done();

    [Fact]
    public void All_that_arrived_is_processed_before_one_acknowledgment_MUST_59() => Settled()
        .DeviceIsFull(true).Receive("ACK len=1460").Receive("ACK len=1460").Receive("ACK len=1460").Receive("ACK len=1460")
        .DeviceIsFull(false).Sends("ACK ack=12441").SendsNothing().Done();

    [Fact]
    public void Segment_beyond_a_hole_is_kept_and_acknowledged_at_once_SHLD_31() => Settled()
        .Receive("ACK seq=8001 len=100").Keeps(8000, 100).Sends("ACK ack=6601").CanRead(0).Done();

    [Fact]
    public void After_a_loss_segments_are_acknowledged_at_once_for_a_while()
    {
        var script = Settled().Receive("ACK seq=6701 len=100").Sends("ACK ack=6601").Receive("ACK seq=6601 len=100").Sends("ACK ack=6801");
        for (var next = 6801; next < 8301; next += 100)
        {
            script.Receive($"ACK seq={next} len=100").Sends($"ACK ack={next + 100}");
        }

        script.Receive("ACK seq=8301 len=100").SendsNothing().After(40).Sends("ACK").Done();
    }

    [Fact]
    public void Segment_that_fills_a_hole_is_acknowledged_at_once() => Settled()
        .Receive("ACK seq=6701 len=100").Sends("ACK ack=6601")
        .Receive("ACK seq=6601 len=100").Keeps(6600, 100).Sends("ACK ack=6801").CanRead(200).Done();

    [Fact]
    public void Segment_that_fills_part_of_a_hole_is_acknowledged_at_once() => Settled()
        .Receive("ACK seq=6801 len=100").Sends("ACK ack=6601")
        .Receive("ACK seq=6601 len=100").Sends("ACK ack=6701").Done();

    [Fact]
    public void Segment_that_came_before_is_acknowledged_at_once_and_not_kept() => TcpScript.Established()
        .Receive("ACK len=100").Sends("ACK ack=101").Receive("ACK seq=1 len=100").KeepsNothing().Sends("ACK ack=101").CanRead(100)
        .Check(core => Assert.Equal(1, core.Statistics.Duplicates)).Done();

    [Fact]
    public void Of_a_segment_that_came_in_part_only_the_rest_is_kept() => TcpScript.Established()
        .Receive("ACK len=100").Sends("ACK").Receive("ACK seq=51 len=100").Keeps(100, 50, from: 50).Sends("ACK ack=151").Done();

    [Fact]
    public void Empty_segment_before_the_window_is_answered() => TcpScript.Established()
        .Receive("ACK seq=0").Sends("ACK seq=1 ack=1").Done();

    [Fact]
    public void Empty_segment_at_the_edge_of_the_window_counts() => TcpScript.Established(new TcpSettings { InitialReceiveBuffer = 1000, MaxReceiveBuffer = 1000 })
        .Write(10).Sends("ACK len=10").Receive("ACK seq=1001 ack=11").Check(core => Assert.Equal(10, core.Acknowledged)).SendsNothing().Done();

    [Fact]
    public void Mere_acknowledgments_are_not_acknowledged() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Receive("ACK ack=11").SendsNothing().IsIdle().Done();

    [Fact]
    public void Without_sack_each_segment_beyond_a_hole_gets_a_duplicate() => TcpScript.Established()
        .DeviceIsFull(true).Receive("ACK seq=101 len=100").Receive("ACK seq=201 len=100").Receive("ACK seq=301 len=100")
        .DeviceIsFull(false).Sends("ACK ack=1").Sends("ACK ack=1").Sends("ACK ack=1").SendsNothing().Done();

    [Fact]
    public void With_sack_one_acknowledgment_says_it_all() => TcpScript.EstablishedWithSack()
        .DeviceIsFull(true).Receive("ACK seq=101 len=100").Receive("ACK seq=301 len=100").Receive("ACK seq=501 len=100")
        .DeviceIsFull(false).Sends("ACK ack=1 sacks=501-601,301-401,101-201").SendsNothing().Done();

    [Fact]
    public void Run_that_grew_last_is_reported_first_RFC_2018_4() => TcpScript.EstablishedWithSack()
        .Receive("ACK seq=101 len=100").Sends("ACK sacks=101-201").Receive("ACK seq=301 len=100").Sends("ACK sacks=301-401,101-201")
        .Receive("ACK seq=201 len=50").Sends("ACK sacks=101-251,301-401").Done();

    [Fact]
    public void Runs_that_meet_are_reported_as_one() => TcpScript.EstablishedWithSack()
        .Receive("ACK seq=101 len=100").Sends("ACK").Receive("ACK seq=301 len=100").Sends("ACK")
        .Receive("ACK seq=201 len=100").Keeps(200, 100).Sends("ACK sacks=101-401").Done();

    [Fact]
    public void No_more_than_four_runs_are_reported() => FourRuns("mss=1460 sack")
        .Receive("ACK seq=901 len=100").Sends("ACK sacks=901-1001,701-801,501-601,301-401").Done();

    [Fact]
    public void Beside_timestamps_no_more_than_three_runs_are_reported()
    {
        var script = TcpScript.Established(options: "mss=1460 sack ts=1/0");
        script.Receive($"ACK seq=101 len=100 ts=1/{script.Timestamp}").Sends("ACK")
            .Receive($"ACK seq=301 len=100 ts=1/{script.Timestamp}").Sends("ACK")
            .Receive($"ACK seq=501 len=100 ts=1/{script.Timestamp}").Sends("ACK")
            .Receive($"ACK seq=701 len=100 ts=1/{script.Timestamp}").Sends("ACK sacks=701-801,501-601,301-401")
            .Finish().Sends("FIN ACK sacks=701-801,501-601,301-401").Done();
    }

    [Fact]
    public void Nothing_is_reported_once_the_holes_are_filled() => TcpScript.EstablishedWithSack()
        .Receive("ACK seq=101 len=100").Sends("ACK sacks=101-201").Receive("ACK seq=1 len=100").Sends("ACK ack=201 sacks=").Done();

    [Fact]
    public void Duplicate_below_the_acknowledgment_is_reported_once_RFC_2883() => TcpScript.EstablishedWithSack()
        .Receive("ACK len=100").Sends("ACK").Receive("ACK seq=1 len=100").Sends("ACK ack=101 sacks=1-101")
        .Receive("ACK len=100").Sends("ACK ack=201 sacks=").Done();

    [Fact]
    public void Duplicate_within_a_run_is_reported_with_the_run_RFC_2883() => TcpScript.EstablishedWithSack()
        .Receive("ACK seq=101 len=200").Sends("ACK").Receive("ACK seq=151 len=100").KeepsNothing().Sends("ACK ack=1 sacks=151-251,101-301").Done();

    [Fact]
    public void Blocks_go_in_an_acknowledgment_of_their_own_before_data() => TcpScript.EstablishedWithSack()
        .DeviceIsFull(true).Receive("ACK seq=101 len=100").Write(100).DeviceIsFull(false)
        .Sends("ACK sacks=101-201 len=0").Sends("ACK len=100 sacks=").Done();

    [Fact]
    public void Peer_without_sack_gets_no_blocks() => TcpScript.Established()
        .Receive("ACK seq=101 len=100").Sends("ACK sacks=").Done();

    [Fact]
    public void Too_many_runs_are_not_kept() => TcpScript.EstablishedWithSack(new TcpSettings { MaxOutOfOrderRuns = 2 })
        .Receive("ACK seq=101 len=10").Sends("ACK").Receive("ACK seq=201 len=10").Sends("ACK")
        .Receive("ACK seq=301 len=10").KeepsNothing().Sends("ACK sacks=201-211,101-111")
        .Check(core => Assert.Equal(1, core.Statistics.DroppedByRunLimit))
        .Receive("ACK seq=211 len=10").Keeps(210, 10).Sends("ACK").Receive("ACK seq=1 len=100").Keeps(0, 100).Sends("ACK ack=111").Done();

    private static TcpScript FourRuns(string options) => TcpScript.Established(options: options)
        .Receive("ACK seq=101 len=100").Sends("ACK").Receive("ACK seq=301 len=100").Sends("ACK")
        .Receive("ACK seq=501 len=100").Sends("ACK").Receive("ACK seq=701 len=100").Sends("ACK");

    /// <summary>A connection that has received so much that the start is over: the next offset is 6600.</summary>
    private static TcpScript Settled()
    {
        var script = TcpScript.Established();
        for (var i = 0; i < 12; i++)
        {
            script.Receive("ACK len=100").Sends("ACK");
        }

        return script.Receive("ACK len=1350").Sends("ACK").Receive("ACK len=1350").Sends("ACK").Receive("ACK len=1350").Sends("ACK")
            .Receive("ACK len=1350").Sends("ACK ack=6601").Do(core => core.Consume(6600, TimeSpan.Zero));
    }
}
