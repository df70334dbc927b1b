using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Segment sizes (RFC 9293 section 3.7.1, RFC 6691), path MTU (RFC 1191, RFC 4821) and what ICMP says (RFC 5927, RFC 5461).</summary>
public sealed class PathTests
{
    [Fact]
    public void Mss_is_the_mtu_without_fixed_headers_MUST_67() => new TcpScript(path: TcpPath.OverIPv6(9000)).Connect().Sends("SYN mss=8940").Done();

    [Fact]
    public void Mss_is_in_syns_only_MUST_65() => TcpScript.Established().Write(10).Sends("ACK mss=0").Done();

    [Fact]
    public void Peer_that_names_no_mss_gets_536_over_ipv4_MUST_15() => TcpScript.Established(options: string.Empty)
        .Write(2000).Sends("ACK len=536").SendsWhatever().Done();

    [Fact]
    public void Peer_that_names_no_mss_gets_1220_over_ipv6_MUST_15() => TcpScript.Established(options: string.Empty, path: TcpPath.OverIPv6(1500))
        .Write(2000).Sends("ACK len=1220").SendsWhatever().Done();

    [Fact]
    public void Segments_are_no_larger_than_the_peer_or_the_path_takes_MUST_16()
    {
        TcpScript.Established(options: "mss=9000").Write(3000).Sends("ACK len=1460").SendsWhatever().Done();
        TcpScript.Established(options: "mss=700").Write(3000).Sends("ACK len=700").SendsWhatever().Done();
    }

    [Fact]
    public void Peer_cannot_make_segments_tiny() => TcpScript.Established(options: "mss=1").Write(300).Sends("ACK len=88").SendsWhatever().Done();

    [Fact]
    public void Smaller_path_cuts_what_is_on_its_way_RFC_1191_6_5() => TcpScript.Established()
        .Write(2920).Sends("ACK").Sends("ACK").PathTakes(1000)
        .Sends("ACK seq=1 len=1000 kind=Retransmission").Sends("ACK seq=1001 len=460").Sends("ACK seq=1461 len=1000").Sends("ACK seq=2461 len=460")
        .Check(core => Assert.Equal((14_600, long.MaxValue), (core.Measures.CongestionWindow, core.Measures.SlowStartThreshold)))
        .Receive("ACK ack=2921").IsIdle().Done();

    [Fact]
    public void Smaller_path_leaves_what_fits_it() => TcpScript.Established()
        .Write(500).Sends("ACK len=500").PathTakes(1000).SendsNothing().Write(3000).Sends("ACK seq=501 len=1000").SendsWhatever().Done();

    [Fact]
    public void Smaller_path_with_a_fin_on_its_way() => TcpScript.Established()
        .DeviceIsFull(true).Write(1460).Finish().DeviceIsFull(false).Sends("FIN ACK len=1460").PathTakes(1000)
        .Sends("ACK seq=1 len=1000").Sends("FIN ACK seq=1001 len=460").Receive("ACK ack=1462").Is(TcpState.FinWait2).Done();

    [Fact]
    public void Larger_path_makes_larger_segments() => TcpScript.Established(options: "mss=4000")
        .PathTakes(3000).Write(6000).Sends("ACK len=3000").Sends("ACK len=3000").Done();

    [Fact]
    public void No_message_makes_segments_tiny() => TcpScript.Established()
        .PathTakes(1).Write(2000).Sends("ACK len=536").SendsWhatever().Done();

    [Fact]
    public void Large_segments_that_vanish_become_smaller_RFC_4821_7_7() => TcpScript.Established()
        .Write(2920).Sends("ACK").Sends("ACK").After(200).Sends("ACK seq=1 len=1460").After(400).Sends("ACK seq=1 len=1460")
        .After(800).Sends("ACK seq=1 len=1024").Sends("ACK seq=1025 len=436").Receive("ACK ack=1025").Sends("ACK seq=1461 len=1024").SendsWhatever()
        .Receive("ACK ack=2921").IsIdle().Done();

    [Fact]
    public void Segments_become_smaller_still_when_those_vanish_too() => TcpScript.Established()
        .Write(1460).SendsWhatever().After(1400).SendsWhatever().After(1600 + 3200).SendsWhatever().After(6400).Sends("ACK seq=1 len=536").SendsWhatever().Done();

    [Fact]
    public void Small_segments_that_vanish_stay_as_they_are() => TcpScript.Established()
        .Write(100).SendsWhatever().After(100_000).SendsWhatever().Check(core => Assert.Equal(1460, core.Measures.SegmentOctets)).Done();

    [Fact]
    public void Path_that_has_carried_large_segments_is_given_longer() => TcpScript.Established()
        .Write(1460).SendsWhatever().Receive("ACK ack=1461").Write(1460).SendsWhatever().After(3200).SendsWhatever()
        .Check(core => Assert.Equal(1460, core.Measures.SegmentOctets)).Done();

    [Fact]
    public void Only_what_is_on_its_way_can_be_quoted_RFC_5927_4_1() => TcpScript.Established()
        .Write(2000).SendsWhatever().Receive("ACK ack=1461").Check(core =>
        {
            Assert.False(core.IsInFlight(TcpScript.OurInitial + 1));
            Assert.True(core.IsInFlight(TcpScript.OurInitial + 1461));
            Assert.True(core.IsInFlight(TcpScript.OurInitial + 2000));
            Assert.False(core.IsInFlight(TcpScript.OurInitial + 2001));
        }).Done();

    [Fact]
    public void Soft_error_ends_nothing_and_is_told_MUST_47_MUST_56() => TcpScript.Established()
        .Write(100).SendsWhatever().Do(core => core.ReportError(TcpPathError.Unreachable, TcpScript.OurInitial + 1)).Is(TcpState.Established)
        .Check(core => Assert.Equal(TcpPathError.Unreachable, core.SoftError)).Receive("ACK ack=101").Check(core => Assert.Null(core.SoftError)).Done();

    [Fact]
    public void Hard_error_ends_no_established_connection_RFC_5927_5_2() => TcpScript.Established()
        .Write(100).SendsWhatever().Do(core => core.ReportError(TcpPathError.Refused, TcpScript.OurInitial + 1)).Is(TcpState.Established).Done();

    [Fact]
    public void Hard_error_ends_an_opening() => new TcpScript()
        .Connect().Sends("SYN").Do(core => core.ReportError(TcpPathError.Refused, TcpScript.OurInitial)).Is(TcpState.Closed)
        .Happened(TcpEvents.Unreachable | TcpEvents.Closed).Done();

    [Fact]
    public void Soft_error_does_not_end_an_opening_MUST_56() => new TcpScript()
        .Connect().Sends("SYN").Do(core => core.ReportError(TcpPathError.Unreachable, TcpScript.OurInitial)).Is(TcpState.SynSent).Done();

    [Fact]
    public void Error_about_another_segment_is_ignored() => new TcpScript()
        .Connect().Sends("SYN").Do(core => core.ReportError(TcpPathError.Refused, new TcpSequence(77))).Is(TcpState.SynSent)
        .Check(core => Assert.Null(core.SoftError)).Done();
}
