using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Resets, and what a stranger tries blindly (RFC 9293 section 3.5.2, RFC 5961).</summary>
public sealed class ResetTests
{
    [Fact]
    public void Reset_where_we_wait_ends_the_connection_MUST_12() => TcpScript.Established()
        .Receive("RST").Is(TcpState.Closed).Happened(TcpEvents.Reset | TcpEvents.Closed).SendsNothing().IsIdle().Done();

    [Fact]
    public void Reset_elsewhere_in_the_window_gets_a_challenge_ack() => TcpScript.Established()
        .Receive("RST seq=2").Sends("ACK seq=1 ack=1").Is(TcpState.Established)
        .Check(core => Assert.Equal(1, core.Statistics.Challenges)).Done();

    [Fact]
    public void Reset_outside_the_window_is_dropped() => TcpScript.Established()
        .Receive("RST seq=100000").SendsNothing().Receive("RST seq=0").SendsNothing().Is(TcpState.Established).Done();

    [Fact]
    public void Reset_is_believed_when_the_window_is_closed_MUST_66() => TcpScript.Established(new TcpSettings { InitialReceiveBuffer = 1000, MaxReceiveBuffer = 1000 })
        .Receive("ACK len=1000").Sends("ACK win=0").Receive("RST seq=1001").Is(TcpState.Closed).Done();

    [Fact]
    public void Reset_in_answer_to_the_syn_means_refused() => new TcpScript()
        .Connect().Sends("SYN").Receive("RST ACK seq=0 ack=1").Is(TcpState.Closed).Happened(TcpEvents.Refused | TcpEvents.Closed).Done();

    [Fact]
    public void Reset_that_does_not_acknowledge_the_syn_is_dropped() => new TcpScript()
        .Connect().Sends("SYN").Receive("RST seq=0").Receive("RST ACK seq=0 ack=0").Receive("RST ACK seq=0 ack=2")
        .SendsNothing().Is(TcpState.SynSent).Done();

    [Fact]
    public void Reset_of_a_passive_open_is_silent_MUST_11() => new TcpScript()
        .Accept("SYN mss=1460").Sends("SYN ACK").Receive("RST seq=1").Is(TcpState.Closed).Happened(TcpEvents.Closed).Done();

    [Fact]
    public void Reset_of_a_simultaneous_open_means_refused_MUST_11() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN mss=1460").Sends("SYN ACK").Receive("RST seq=1").Is(TcpState.Closed)
        .Happened(TcpEvents.Refused | TcpEvents.Closed).Done();

    [Fact]
    public void Reset_in_close_wait_is_reported() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK").Receive("RST seq=2").Happened(TcpEvents.PeerFinished | TcpEvents.Reset | TcpEvents.Closed).Done();

    [Fact]
    public void Reset_in_fin_wait_2_is_reported() => TcpScript.Established()
        .Finish().Sends("FIN ACK").Receive("ACK ack=2").Receive("RST seq=1").Is(TcpState.Closed)
        .Happened(TcpEvents.Acknowledged | TcpEvents.Reset | TcpEvents.Closed).Done();

    [Fact]
    public void Reset_in_last_ack_just_closes() => TcpScript.Established()
        .Receive("FIN ACK").Sends("ACK").Finish().Sends("FIN ACK").Receive("RST seq=2").Is(TcpState.Closed)
        .Happened(TcpEvents.PeerFinished | TcpEvents.Closed).Done();

    [Fact]
    public void Reset_is_believed_whatever_its_timestamp_RFC_7323_5_2()
    {
        var script = TcpScript.Established(options: "mss=1460 ts=1000/0");
        script.Receive("RST").Is(TcpState.Closed).Done();
    }

    [Fact]
    public void Syn_in_the_window_gets_a_challenge_ack() => TcpScript.Established()
        .Receive("SYN seq=5").Sends("ACK seq=1 ack=1").Is(TcpState.Established).Done();

    [Fact]
    public void Syn_outside_the_window_gets_a_challenge_ack() => TcpScript.Established()
        .Receive("SYN seq=1000000").Sends("ACK seq=1 ack=1").Is(TcpState.Established).Done();

    [Fact]
    public void Syn_ack_again_is_acknowledged_again() => new TcpScript()
        .Connect().Sends("SYN").Receive("SYN ACK mss=1460").Sends("ACK").After(200).Receive("SYN ACK seq=0 ack=1").Sends("ACK seq=1 ack=1").Done();

    [Fact]
    public void Challenge_acks_are_limited() => TcpScript.Established()
        .Receive("RST seq=2").Sends("ACK").Receive("RST seq=3").SendsNothing().Receive("SYN seq=5").SendsNothing()
        .After(100).Receive("RST seq=2").Sends("ACK").Done();

    [Fact]
    public void Challenge_acks_are_limited_by_the_device_too()
    {
        var budget = new CountedBudget(1);
        TcpScript.Established(new TcpSettings { ChallengeBudget = budget })
            .Receive("RST seq=2").Sends("ACK").After(1000).Receive("RST seq=3").SendsNothing().Done();
        Assert.Equal(2, budget.Asked);
    }

    [Fact]
    public void Acknowledgment_of_what_was_never_sent_is_answered_and_dropped() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Receive("ACK ack=12 len=5").KeepsNothing().Sends("ACK seq=11 ack=1")
        .Check(core => Assert.Equal(0, core.Acknowledged)).Done();

    [Fact]
    public void Acknowledgment_older_than_any_window_gets_a_challenge_ack() => TcpScript.Established(window: "1000")
        .Write(10).Sends("ACK len=10").Receive("ACK ack=11 win=1000").Receive("ACK ack=-2000 len=5").KeepsNothing().Sends("ACK").Done();

    [Fact]
    public void Somewhat_old_acknowledgment_is_fine() => TcpScript.Established()
        .Write(10).Sends("ACK len=10").Receive("ACK ack=11").Receive("ACK ack=1 len=5").Keeps(0, 5).Sends("ACK ack=6").Done();

    [Fact]
    public void Segment_without_ack_is_dropped() => TcpScript.Established().Receive("PSH len=5").KeepsNothing().SendsNothing().Done();

    [Fact]
    public void Urgent_pointer_is_ignored_and_its_octets_are_in_line() => TcpScript.Established()
        .Receive("ACK URG urgent=65535 len=10").Keeps(0, 10).Sends("ACK ack=11").CanRead(10).Done();

    [Fact]
    public void Stranger_with_ack_gets_a_reset_at_its_acknowledgment()
    {
        var header = new TcpHeader { SourcePort = 1, DestinationPort = 2, Flags = TcpFlags.Ack, Sequence = new(10), Acknowledgment = new(20) };
        Assert.True(TcpStranger.TryReset(header, 5, out var reset));
        Assert.Equal((TcpFlags.Rst, new TcpSequence(20), 2, 1), (reset.Flags, reset.Sequence, reset.SourcePort, reset.DestinationPort));
    }

    [Theory]
    [InlineData((byte)TcpFlags.Syn, 0, 11u)]
    [InlineData((byte)(TcpFlags.Syn | TcpFlags.Fin), 3, 15u)]
    [InlineData((byte)TcpFlags.None, 7, 17u)]
    public void Stranger_without_ack_gets_a_reset_that_acknowledges_it(byte flags, int octets, uint acknowledged)
    {
        var header = new TcpHeader { Flags = (TcpFlags)flags, Sequence = new(10), Acknowledgment = new(20) };
        Assert.True(TcpStranger.TryReset(header, octets, out var reset));
        Assert.Equal((TcpFlags.Rst | TcpFlags.Ack, new TcpSequence(0), new TcpSequence(acknowledged)), (reset.Flags, reset.Sequence, reset.Acknowledgment));
    }

    [Fact]
    public void Strangers_reset_gets_nothing() =>
        Assert.False(TcpStranger.TryReset(new TcpHeader { Flags = TcpFlags.Rst | TcpFlags.Ack }, 0, out _));

    [Theory]
    [InlineData((byte)TcpFlags.Syn, true)]
    [InlineData((byte)(TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr), true)]
    [InlineData((byte)(TcpFlags.Syn | TcpFlags.Ack), false)]
    [InlineData((byte)(TcpFlags.Syn | TcpFlags.Rst), false)]
    [InlineData((byte)(TcpFlags.Syn | TcpFlags.Fin), false)]
    [InlineData((byte)TcpFlags.Ack, false)]
    public void Only_a_syn_begins_a_connection(byte flags, bool begins) =>
        Assert.Equal(begins, TcpStranger.BeginsConnection(new TcpHeader { Flags = (TcpFlags)flags }));

    private sealed class CountedBudget(int budget) : ITcpChallengeBudget
    {
        public int Asked { get; private set; }

        public bool TryTake(TimeSpan now) => ++Asked <= budget;
    }
}
