using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Explicit congestion notification (RFC 3168 section 6.1).</summary>
public sealed class EcnTests
{
    private static readonly TcpSettings Always = new() { Ecn = TcpEcn.Always };

    [Fact]
    public void Syn_asks_for_marks_if_so_set() => new TcpScript(Always).Connect().Sends("SYN ECE CWR").Done();

    [Fact]
    public void Syn_does_not_ask_otherwise() => new TcpScript().Connect().Sends("SYN").Done();

    [Fact]
    public void Asked_for_marks_are_agreed_to() => new TcpScript().Accept("SYN ECE CWR mss=1460").Sends("SYN ACK ECE").Done();

    [Fact]
    public void Asked_for_marks_are_not_agreed_to_when_off() => new TcpScript(new TcpSettings { Ecn = TcpEcn.Off })
        .Accept("SYN ECE CWR mss=1460").Sends("SYN ACK").Done();

    [Fact]
    public void Syn_again_does_not_ask_RFC_3168_6_1_1_1() => new TcpScript(Always)
        .Connect().Sends("SYN ECE CWR").After(1000).Sends("SYN").Done();

    [Fact]
    public void Data_say_that_they_can_be_marked() => Marking().Write(100).Sends("ACK len=100 ect=1").Done();

    [Fact]
    public void Without_agreement_data_cannot_be_marked() => TcpScript.Established().Write(100).Sends("ACK len=100 ect=0").Done();

    [Fact]
    public void Syn_ack_that_echoes_our_flags_is_no_agreement_RFC_3168_6_1_1() => new TcpScript(Always)
        .Connect().Sends("SYN ECE CWR").Receive("SYN ACK ECE CWR mss=1460").Sends("ACK").Write(100).Sends("ACK len=100 ect=0").Done();

    [Fact]
    public void Retransmissions_and_mere_acknowledgments_cannot_be_marked_RFC_3168_6_1_4() => Marking()
        .Write(100).Sends("ACK len=100 ect=1").After(200).Sends("ACK len=100 ect=0 kind=Retransmission")
        .Receive("ACK ack=101 len=10").Sends("ACK len=0 ect=0").Done();

    [Fact]
    public void Mark_is_echoed_until_the_peer_has_reduced_RFC_3168_6_1_3() => Marking()
        .Receive("ACK len=10 ce").Sends("ACK ECE").Receive("ACK len=10").Sends("ACK ECE").Receive("ACK CWR len=10").Sends("ACK").Done();

    [Fact]
    public void Mark_with_the_reduction_is_echoed_anew() => Marking()
        .Receive("ACK len=10 ce").Sends("ACK ECE").Receive("ACK CWR len=10 ce").Sends("ACK ECE").Done();

    [Fact]
    public void Mark_without_agreement_is_ignored() => TcpScript.Established().Receive("ACK len=10 ce").Sends("ACK").Done();

    [Fact]
    public void Echo_reduces_the_window_once_a_round_trip_RFC_3168_6_1_2() => Marking()
        .Write(14_600).SendsWhatever().Receive("ACK ECE ack=1461").SendsNothing().Check(core => Assert.InRange(core.Measures.CongestionWindow, 10_000, 11_250))
        .Receive("ACK ECE ack=4381").SendsNothing().Check(core => Assert.InRange(core.Measures.CongestionWindow, 10_000, 11_700))
        .Check(core => Assert.Equal(2, core.Statistics.CongestionMarks)).Done();

    [Fact]
    public void Reduction_is_told_with_the_next_new_octets_RFC_3168_6_1_2() => Marking()
        .Write(1460).Sends("ACK").Receive("ACK ECE ack=1461").Write(200).Sends("ACK CWR len=200").Receive("ACK ack=1661").Write(200).Sends("ACK len=200").Done();

    private static TcpScript Marking() => new TcpScript(Always)
        .Connect().Sends("SYN ECE CWR").Receive("SYN ACK ECE mss=1460").Sends("ACK");
}
