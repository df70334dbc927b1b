using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>How connections end (RFC 9293 sections 3.6, 3.10.4 and 3.10.5).</summary>
public sealed class ClosingTests
{
    [Fact]
    public void Finish_sends_a_fin() => TcpScript.Established()
        .Finish().Sends("FIN ACK seq=1 ack=1").Is(TcpState.FinWait1).Done();

    [Fact]
    public void Finish_twice_sends_one_fin() => TcpScript.Established().Finish().Sends("FIN ACK").Finish().SendsNothing().Done();

    [Fact]
    public void Nothing_is_queued_behind_the_end() =>
        Assert.Throws<InvalidOperationException>(() => TcpScript.Established().Finish().Sends("FIN ACK").Write(1));

    [Fact]
    public void Fin_goes_with_the_last_octets() => TcpScript.Established()
        .DeviceIsFull(true).Write(100).Finish().DeviceIsFull(false).Sends("FIN ACK PSH seq=1 len=100").Done();

    [Fact]
    public void Fin_goes_with_the_last_full_segment() => TcpScript.Established()
        .DeviceIsFull(true).Write(1460).Finish().DeviceIsFull(false).Sends("FIN ACK seq=1 len=1460").Done();

    [Fact]
    public void Acknowledged_fin_leads_to_fin_wait_2() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("ACK ack=2").Is(TcpState.FinWait2).Done();

    [Fact]
    public void Acknowledgment_of_data_alone_stays_in_fin_wait_1() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Finish().Sends("FIN ACK seq=11").Receive("ACK ack=11").Is(TcpState.FinWait1)
        .Receive("ACK ack=12").Is(TcpState.FinWait2).Done();

    [Fact]
    public void Half_closed_connection_still_receives() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("ACK ack=2").Receive("ACK len=100").Keeps(0, 100).Sends("ACK ack=101")
        .CanRead(100).Is(TcpState.FinWait2).Done();

    [Fact]
    public void Peers_fin_in_fin_wait_2_leads_to_time_wait() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("ACK ack=2").Receive("FIN ACK").Sends("ACK seq=2 ack=2").Is(TcpState.TimeWait).Done();

    [Fact]
    public void Peers_fin_with_the_acknowledgment_of_ours_leads_to_time_wait() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("FIN ACK ack=2").Sends("ACK ack=2").Is(TcpState.TimeWait).Done();

    [Fact]
    public void Simultaneous_close_goes_through_closing() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("FIN ACK ack=1").Sends("ACK seq=2 ack=2").Is(TcpState.Closing)
        .Receive("ACK ack=2").Is(TcpState.TimeWait).Done();

    [Fact]
    public void Peers_fin_leads_to_close_wait_and_is_acknowledged_at_once() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK ack=2").Is(TcpState.CloseWait).Happened(TcpEvents.PeerFinished)
        .Check(core => Assert.Equal(0, core.PeerFinishedAt)).Done();

    [Fact]
    public void Close_wait_still_sends() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK").Write(100).Sends("ACK len=100 ack=2").Is(TcpState.CloseWait).Done();

    [Fact]
    public void Finish_in_close_wait_leads_to_last_ack_and_closed() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK").Finish().Sends("FIN ACK seq=1 ack=2").Is(TcpState.LastAck)
        .Receive("ACK ack=2").Is(TcpState.Closed).Happened(TcpEvents.PeerFinished | TcpEvents.Acknowledged | TcpEvents.Closed).IsIdle().Done();

    [Fact]
    public void Fin_with_data_delivers_them_first() => TcpScript.Established()
        .Receive("FIN ACK len=10").Keeps(0, 10).Sends("ACK ack=12").CanRead(10)
        .Check(core => Assert.Equal(10, core.PeerFinishedAt)).Done();

    [Fact]
    public void Fin_beyond_a_hole_waits_for_the_hole() => TcpScript.Established()
        .Receive("FIN ACK seq=101 len=10").Keeps(100, 10).Sends("ACK ack=1").Is(TcpState.Established)
        .Receive("ACK seq=1 len=100").Keeps(0, 100).Sends("ACK ack=112").Is(TcpState.CloseWait)
        .Check(core => Assert.Equal(110, core.PeerFinishedAt)).Done();

    [Fact]
    public void Octets_beyond_a_fin_are_not_kept() => TcpScript.Established()
        .Receive("FIN ACK seq=101").Sends("ACK ack=1").Receive("ACK seq=1 len=200").Keeps(0, 100).Sends("ACK ack=102").Is(TcpState.CloseWait).Done();

    [Fact]
    public void Fin_before_octets_that_have_arrived_is_ignored() => TcpScript.Established()
        .Receive("ACK seq=101 len=100").Sends("ACK ack=1").Receive("FIN ACK seq=51 len=20").Sends("ACK ack=1")
        .Receive("ACK seq=1 len=100").Sends("ACK ack=201").Is(TcpState.Established).Done();

    [Fact]
    public void Fin_is_retransmitted() => TcpScript.Established()
        .Finish().Sends("FIN ACK seq=1").After(220).Sends("FIN ACK seq=1 kind=Retransmission").Done();

    [Fact]
    public void Lost_last_data_and_fin_are_retransmitted_together() => TcpScript.Established()
        .DeviceIsFull(true).Write(100).Finish().DeviceIsFull(false).Sends("FIN ACK seq=1 len=100")
        .After(220).Sends("FIN ACK seq=1 len=100").Done();

    [Fact]
    public void Time_wait_lasts_twice_the_segment_lifetime_MUST_13() => TimeWait()
        .After(59_999).Is(TcpState.TimeWait).After(1).Is(TcpState.Closed).Happened(TcpEvents.Closed).IsIdle().Done();

    [Fact]
    public void Fin_again_in_time_wait_is_acknowledged_and_begins_the_wait_anew() => TimeWait()
        .After(30_000).Receive("FIN ACK seq=1 ack=2").Sends("ACK seq=2 ack=2")
        .After(59_000).Is(TcpState.TimeWait).After(1_000).Is(TcpState.Closed).Done();

    [Fact]
    public void Data_in_time_wait_are_not_kept() => TimeWait().Receive("ACK seq=2 ack=2 len=10").KeepsNothing().Is(TcpState.TimeWait);

    [Fact]
    public void Time_wait_may_be_replaced_by_a_later_sequence_number() => TimeWait()
        .Check(core => Assert.True(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial + 100))))
        .Check(core => Assert.False(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial - 100)))).Done();

    [Fact]
    public void Time_wait_may_be_replaced_by_a_later_timestamp_RFC_6191()
    {
        var script = TcpScript.Established(options: "mss=1460 ts=50/0").Finish().Sends("FIN ACK");
        script.Receive($"FIN ACK ack=2 ts=60/{script.Timestamp}").Sends("ACK").Is(TcpState.TimeWait)
            .Check(core => Assert.True(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial - 100, timestamp: 61))))
            .Check(core => Assert.False(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial + 100, timestamp: 59))))
            .Check(core => Assert.False(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial - 100, timestamp: 60))))
            .Check(core => Assert.True(core.TimeWait!.Value.MayBeReplacedBy(Headers.Syn(TcpScript.TheirInitial + 100, timestamp: 60)))).Done();
    }

    [Fact]
    public void No_other_state_may_be_replaced() => TcpScript.Established().Check(core => Assert.Null(core.TimeWait)).Done();

    [Fact]
    public void Abort_resets_MUST_12() => TcpScript.Established()
        .Write(100).Sends("ACK len=100").Abort().Sends("RST ACK seq=101 ack=1 kind=Reset").Is(TcpState.Closed)
        .Happened(TcpEvents.Closed).IsIdle().Done();

    [Fact]
    public void Reset_waits_for_a_full_device() => TcpScript.Established()
        .DeviceIsFull(true).Abort().Happened(TcpEvents.None).DeviceIsFull(false).Sends("RST ACK").Happened(TcpEvents.Closed).Done();

    [Fact]
    public void Abort_in_last_ack_is_silent() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK").Finish().Sends("FIN ACK").Abort().SendsNothing().Is(TcpState.Closed).Done();

    [Fact]
    public void Data_after_the_reader_has_gone_reset_the_connection_SHLD_3() => TcpScript.Established()
        .Do(core => core.StopReading(TimeSpan.Zero)).SendsNothing().Receive("ACK len=10").KeepsNothing().Sends("RST ACK").Is(TcpState.Closed).Done();

    [Fact]
    public void Unread_data_when_the_reader_goes_reset_the_connection_SHLD_3() => TcpScript.Established()
        .Receive("ACK len=10").Sends("ACK").Do(core => core.StopReading(TimeSpan.Zero)).Sends("RST ACK").Is(TcpState.Closed).Done();

    [Fact]
    public void Fin_after_the_reader_has_gone_closes_in_order()
    {
        var script = TcpScript.Established();
        script.Do(core => core.StopReading(script.Now)).Finish().Sends("FIN ACK").Receive("ACK ack=2")
            .Receive("FIN ACK").Sends("ACK").Is(TcpState.TimeWait).Done();
    }

    [Fact]
    public void Fin_wait_2_without_a_reader_ends()
    {
        var script = TcpScript.Established();
        script.Do(core => core.StopReading(script.Now)).Finish().Sends("FIN ACK").Receive("ACK ack=2").Is(TcpState.FinWait2)
            .After(60_000).Is(TcpState.Closed).Happened(TcpEvents.Acknowledged | TcpEvents.Closed).Done();
    }

    [Fact]
    public void Fin_wait_2_with_a_reader_waits_for_ever() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("ACK ack=2").IsIdle().After(1e8).Is(TcpState.FinWait2).Done();

    [Fact]
    public void Fin_is_taken_when_the_window_is_closed() => TcpScript.Established(new TcpSettings { InitialReceiveBuffer = 1000, MaxReceiveBuffer = 1000 })
        .Receive("ACK len=1000").Sends("ACK ack=1001 win=0").Receive("FIN ACK").Sends("ACK ack=1002").Is(TcpState.CloseWait).Done();

    private static TcpScript TimeWait() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("FIN ACK ack=2").Sends("ACK ack=2").Is(TcpState.TimeWait)
        .Happened(TcpEvents.Acknowledged | TcpEvents.PeerFinished);
}
