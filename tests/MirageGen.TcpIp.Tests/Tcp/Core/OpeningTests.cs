using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>How connections begin (RFC 9293 sections 3.5, 3.10.1, 3.10.7.3 and 3.10.7.4).</summary>
public sealed class OpeningTests
{
    private static readonly TcpSettings Plain = new() { SelectiveAcknowledgments = false, Timestamps = false, WindowScaling = false };

    [Fact]
    public void Active_open_sends_a_syn_with_all_options() => new TcpScript()
        .Connect().Sends("SYN seq=0 win=65535 mss=1460 sack ts=100000/0 scale=7 kind=Handshake").Is(TcpState.SynSent).Done();

    [Fact]
    public void Active_open_without_options_sends_only_the_mss() => new TcpScript(Plain)
        .Connect().Sends("SYN seq=0 mss=1460 bare").Done();

    [Fact]
    public void Syn_ack_establishes_and_is_acknowledged() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN ACK mss=1460").Sends("ACK seq=1 ack=1")
        .Is(TcpState.Established).Happened(TcpEvents.Established).Done();

    [Fact]
    public void Data_that_were_queued_go_with_the_handshakes_last_segment() => new TcpScript()
        .Connect().Sends("SYN").Write(100).Receive("SYN ACK mss=1460").Sends("ACK PSH seq=1 ack=1 len=100").Done();

    [Fact]
    public void Passive_open_answers_with_syn_ack() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK seq=0 ack=1 mss=1460").Is(TcpState.SynReceived).Done();

    [Fact]
    public void Acknowledgment_establishes_a_passive_open() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("ACK").Is(TcpState.Established).Happened(TcpEvents.Established).Done();

    [Fact]
    public void Data_with_the_handshakes_last_segment_are_kept() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("ACK len=10").Keeps(0, 10).Sends("ACK ack=11")
        .Happened(TcpEvents.Established | TcpEvents.Data).Done();

    [Fact]
    public void Fin_with_the_handshakes_last_segment_is_taken() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("ACK FIN").Sends("ACK ack=2").Is(TcpState.CloseWait)
        .Happened(TcpEvents.Established | TcpEvents.PeerFinished).Done();

    [Fact]
    public void Data_with_a_syn_ack_are_kept() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN ACK mss=1460 len=7").Keeps(0, 7).Sends("ACK ack=8").Done();

    [Fact]
    public void Options_that_were_not_offered_are_not_answered() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK mss=1460 bare").Done();

    [Fact]
    public void Options_that_were_offered_are_answered() => new TcpScript()
        .Accept("SYN mss=1460 sack ts=77/0 scale=3").Sends("SYN ACK sack ts=100000/77 scale=7").Done();

    [Fact]
    public void Options_that_we_do_not_want_are_not_answered() => new TcpScript(Plain)
        .Accept("SYN mss=1460 sack ts=77/0 scale=3").Sends("SYN ACK bare").Done();

    [Fact]
    public void Options_of_a_syn_ack_that_we_did_not_offer_are_ignored() => new TcpScript(Plain)
        .Connect().Sends("SYN").Receive("SYN ACK mss=1460 sack ts=5/6 scale=9 win=1000").Sends("ACK bare")
        .Receive("ACK win=1000").Write(2000).Sends("ACK len=1000 bare").Done();

    [Fact]
    public void Simultaneous_open_establishes_MUST_10() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN mss=1460").Sends("SYN ACK seq=0 ack=1").Is(TcpState.SynReceived)
        .Receive("SYN ACK seq=0 ack=1").Sends("ACK seq=1 ack=1").Is(TcpState.Established).Happened(TcpEvents.Established).Done();

    [Fact]
    public void Simultaneous_open_establishes_by_a_mere_acknowledgment_too() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN mss=1460").Sends("SYN ACK").Receive("ACK ack=1").Is(TcpState.Established).Done();

    [Fact]
    public void Window_of_a_simultaneous_syn_ack_is_not_scaled() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN mss=1460 scale=10 win=700").Sends("SYN ACK")
        .Receive("SYN ACK seq=0 ack=1 win=600").Sends("ACK").Check(core => Assert.Equal(600, core.Measures.SendWindow)).Done();

    [Fact]
    public void Syn_is_retransmitted_with_doubling_intervals() => new TcpScript()
        .Connect().Sends("SYN at=0")
        .After(1000).Sends("SYN at=1000").After(2000).Sends("SYN at=3000").After(4000).Sends("SYN at=7000").Done();

    [Fact]
    public void Syn_is_retransmitted_for_three_minutes_MUST_23()
    {
        var script = new TcpScript().Connect().Sends("SYN").SendsWhatever();
        script.After(1000).SendsWhatever().After(178_000).SendsWhatever().Is(TcpState.SynSent)
            .After(1_001).Is(TcpState.Closed).Happened(TcpEvents.TimedOut | TcpEvents.Closed).Done();
    }

    [Fact]
    public void Syn_ack_is_retransmitted_and_given_up() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK at=0").After(1000).Sends("SYN ACK at=1000").After(2000).Sends("SYN ACK at=3000")
        .After(4000).SendsWhatever().After(8000).SendsWhatever().After(16_000).SendsWhatever()
        .After(32_000).Is(TcpState.Closed).Happened(TcpEvents.TimedOut | TcpEvents.Closed).Done();

    [Fact]
    public void Syn_again_is_answered_with_syn_ack_again() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").After(500).Receive("SYN seq=0 mss=1460").Sends("SYN ACK seq=0 ack=1").Done();

    [Fact]
    public void Syns_again_are_answered_no_more_than_ten_times_a_second() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").After(500).Receive("SYN seq=0").Sends("SYN ACK")
        .Receive("SYN seq=0").SendsNothing().After(100).Receive("SYN seq=0").Sends("SYN ACK").Done();

    [Fact]
    public void Other_syn_in_the_window_ends_a_passive_open() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("SYN seq=100").Is(TcpState.Closed).Happened(TcpEvents.Closed).Done();

    [Fact]
    public void Other_syn_in_the_window_of_an_active_open_gets_a_challenge_ack() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN mss=1460").Sends("SYN ACK")
        .Receive("SYN seq=100").Sends("ACK seq=1 ack=1").Is(TcpState.SynReceived).Done();

    [Fact]
    public void Acknowledgment_of_something_else_in_syn_sent_is_reset() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN ACK ack=77").Sends("RST seq=77 kind=StrayReset").Is(TcpState.SynSent).Done();

    [Fact]
    public void Acknowledgment_of_something_else_in_syn_received_is_reset() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("ACK ack=77").Sends("RST seq=77").Is(TcpState.SynReceived).Done();

    [Fact]
    public void Half_open_connection_is_discovered_and_reset() => new TcpScript()
        .Connect().Sends("SYN").Receive("ACK seq=300 ack=100").Sends("RST seq=100").Is(TcpState.SynSent)
        .After(1000).Sends("SYN").Receive("SYN ACK mss=1460 ack=1").Sends("ACK").Is(TcpState.Established).Done();

    [Fact]
    public void Segment_without_syn_in_syn_sent_is_dropped() => new TcpScript()
        .Connect().Sends("SYN").Receive("ACK ack=1").SendsNothing().Is(TcpState.SynSent).Done();

    [Fact]
    public void Segment_without_ack_in_syn_received_is_dropped() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("PSH len=10").KeepsNothing().SendsNothing().Is(TcpState.SynReceived).Done();

    [Fact]
    public void Finish_before_the_handshake_is_done_takes_place_after_it() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Finish().SendsNothing().Receive("ACK").Sends("ACK FIN seq=1").Is(TcpState.FinWait1).Done();

    [Fact]
    public void What_was_queued_in_syn_sent_is_sent_before_the_fin() => new TcpScript()
        .Connect().Sends("SYN").Write(50).Finish().Receive("SYN ACK mss=1460").Sends("ACK FIN seq=1 len=50").Is(TcpState.FinWait1).Done();

    [Fact]
    public void Abort_in_syn_sent_is_silent() => new TcpScript()
        .Connect().Sends("SYN").Abort().SendsNothing().Is(TcpState.Closed).Happened(TcpEvents.Closed).IsIdle().Done();

    [Fact]
    public void Abort_in_syn_received_resets() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Abort().Sends("RST ACK seq=1 ack=1").Happened(TcpEvents.Closed).Done();

    [Fact]
    public void Cookie_establishes_with_what_it_kept() => new TcpScript()
        .AcceptCookie("ACK ack=1 win=500", "mss=1000 scale=2 sack").Is(TcpState.Established)
        .Check(core => Assert.Equal((1000, 2000), (core.Measures.SegmentOctets, core.Measures.SendWindow)))
        .Write(10).Sends("ACK seq=1 ack=1 len=10").Done();

    [Fact]
    public void Cookie_with_data_keeps_them() => new TcpScript()
        .AcceptCookie("ACK ack=1 len=20", "mss=1460").Keeps(0, 20).Sends("ACK ack=21").Done();

    [Fact]
    public void Full_device_delays_the_syn_and_loses_nothing() => new TcpScript()
        .DeviceIsFull(true).Connect().SendsNothing().DeviceIsFull(false).Sends("SYN").Done();

    [Fact]
    public void Lost_syn_makes_the_initial_window_one_segment_RFC_6928() => new TcpScript()
        .Connect().Sends("SYN").After(1000).Sends("SYN").Receive("SYN ACK mss=1460").Sends("ACK")
        .Check(core => Assert.Equal(1460, core.Measures.CongestionWindow)).Done();

    [Fact]
    public void Lost_syn_makes_the_first_timeout_three_seconds_RFC_6298_5_7() => new TcpScript()
        .Connect().Sends("SYN").After(1000).Sends("SYN").Receive("SYN ACK mss=1460").Sends("ACK")
        .Check(core => Assert.Equal(TimeSpan.FromSeconds(3), core.Measures.RetransmissionTimeout)).Done();
}
