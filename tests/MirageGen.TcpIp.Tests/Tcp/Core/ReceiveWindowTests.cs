using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>The window that we offer (RFC 9293 section 3.8.6.2.2, RFC 7323 section 2).</summary>
public sealed class ReceiveWindowTests
{
    private static readonly TcpSettings Small = new() { InitialReceiveBuffer = 4000, MaxReceiveBuffer = 4000 };

    [Fact]
    public void Window_of_a_syn_is_the_buffer() => new TcpScript(Small).Connect().Sends("SYN win=4000 scale=0").Done();

    [Fact]
    public void Window_of_a_syn_is_not_scaled() => new TcpScript().Connect().Sends("SYN win=65535 scale=7").Done();

    [Fact]
    public void Window_is_scaled_after_the_handshake_RFC_7323_2_2() => TcpScript.Established(options: "mss=1460 scale=0")
        .Receive("ACK len=1").Sends("ACK win=1023").Done();

    [Fact]
    public void Window_is_not_scaled_when_the_peer_does_not_scale() => TcpScript.Established()
        .Receive("ACK len=1").Sends("ACK win=65535").Done();

    [Fact]
    public void Window_shrinks_as_octets_arrive_and_its_edge_stays_SHLD_14() => TcpScript.Established(Small)
        .Receive("ACK len=1000").Sends("ACK ack=1001 win=3000").Receive("ACK len=1000").Sends("ACK ack=2001 win=2000").Done();

    [Fact]
    public void Octets_beyond_the_window_are_not_kept() => TcpScript.Established(Small)
        .Receive("ACK len=4100").Keeps(0, 4000).Sends("ACK ack=4001 win=0").Done();

    [Fact]
    public void Segment_beyond_the_window_is_answered_and_dropped() => TcpScript.Established(Small)
        .Receive("ACK seq=4001 len=10").KeepsNothing().Sends("ACK ack=1 win=4000")
        .Check(core => Assert.Equal(1, core.Statistics.DroppedOutsideWindow)).Done();

    [Fact]
    public void Acknowledgment_with_octets_for_a_closed_window_counts() => TcpScript.Established(Small)
        .Receive("ACK len=4000").Sends("ACK win=0").Write(10).Sends("ACK len=10")
        .Receive("ACK ack=11 len=1").KeepsNothing().Sends("ACK ack=4001 win=0").Check(core => Assert.Equal(10, core.Acknowledged)).Done();

    [Fact]
    public void Closed_window_opens_with_the_first_half_buffer_or_segment_MUST_39()
    {
        var script = TcpScript.Established(Small).Receive("ACK len=4000").Sends("ACK win=0");
        script.Consume(1000).SendsNothing().Consume(459).SendsNothing().Consume(1).Sends("ACK ack=4001 win=1460").Done();
    }

    [Fact]
    public void Silly_growth_of_the_window_is_not_shown_MUST_39() => TcpScript.Established(Small)
        .Receive("ACK len=1000").Sends("ACK win=3000").Consume(1000).SendsNothing().Receive("ACK len=100").Sends("ACK win=2900").Done();

    [Fact]
    public void Growth_of_a_segment_is_shown() => TcpScript.Established(Small)
        .Receive("ACK len=1460").Sends("ACK win=2540").Consume(1460).SendsNothing().Receive("ACK len=100").Sends("ACK win=3900").Done();

    [Fact]
    public void Window_update_is_sent_when_less_than_half_is_left() => TcpScript.Established(Small)
        .Receive("ACK len=1500").Sends("ACK win=2500").Consume(1500).SendsNothing()
        .Receive("ACK len=1500").Sends("ACK win=2500").Receive("ACK len=1000").Sends("ACK win=1500").Consume(2500).Sends("ACK win=4000").Done();

    [Fact]
    public void Empty_segment_before_the_window_learns_that_it_is_closed() => TcpScript.Established(Small)
        .Receive("ACK len=4000").Sends("ACK win=0").Receive("ACK seq=4000").Sends("ACK ack=4001 win=0").Done();

    [Fact]
    public void Consuming_more_than_there_is_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TcpScript.Established().Receive("ACK len=1").Sends("ACK").Consume(2));

    [Fact]
    public void Buffer_grows_with_what_is_taken_in_a_round_trip()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=0 ts=1/0");
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < 40; i++)
            {
                script.Receive($"ACK len=1448 ts=1/{script.Timestamp - 20}").SendsWhatever().Consume(1448).SendsWhatever();
            }

            script.After(21).SendsWhatever();
        }

        script.Check(core => Assert.InRange(core.ReceiveCapacity, 2 * 40 * 1448, 6 * 40 * 1448));
    }

    [Fact]
    public void Buffer_of_a_slow_reader_does_not_grow()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=0 ts=1/0");
        for (var i = 0; i < 60; i++)
        {
            script.Receive($"ACK len=1448 ts=1/{script.Timestamp - 20}").SendsWhatever().Consume(100).SendsWhatever().After(5).SendsWhatever();
        }

        script.Check(core => Assert.Equal(128 * 1024, core.ReceiveCapacity));
    }
}
