using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>The congestion window in a connection (RFC 5681, RFC 6928, RFC 7661); the controls by themselves are tested apart.</summary>
public sealed class CongestionTests
{
    private const int Mss = 1460;

    [Fact]
    public void Initial_window_is_ten_segments_RFC_6928() => TcpScript.Established()
        .Check(core => Assert.Equal(14_600, core.Measures.CongestionWindow)).Write(30_000).Sends("ACK").SendsWhatever()
        .Check(core => Assert.Equal(14_600, core.Measures.InFlight)).Done();

    [Theory]
    [InlineData(536, 5_360)]
    [InlineData(8_960, 17_920)]
    [InlineData(2_190, 14_600)]
    public void Initial_window_by_segment_size_RFC_6928_2(int mss, int window) =>
        TcpScript.Established(options: $"mss={mss}", path: TcpPath.OverIPv4(9000)).Check(core => Assert.Equal(window, core.Measures.CongestionWindow)).Done();

    [Fact]
    public void Slow_start_doubles_the_window_each_round_trip_MUST_19() => TcpScript.Established(options: "mss=1460 scale=4")
        .Write(100_000).SendsWhatever().Receive("ACK ack=14601").SendsWhatever()
        .Check(core => Assert.Equal((29_200, 29_200), (core.Measures.CongestionWindow, core.Measures.InFlight))).Done();

    [Fact]
    public void Many_small_acknowledgments_gain_nothing_RFC_3465()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=4").Write(100_000).SendsWhatever();
        for (var ack = 1; ack < 14_601; ack += 73)
        {
            script.Receive($"ACK ack={ack + 73}").SendsWhatever();
        }

        script.Check(core => Assert.Equal(29_200, core.Measures.CongestionWindow));
    }

    [Fact]
    public void Acknowledgments_that_come_all_at_once_let_the_window_grow_as_much()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=4").Write(100_000).SendsWhatever().DeviceIsFull(true);
        for (var ack = 1461; ack <= 14_601; ack += Mss)
        {
            script.Receive($"ACK ack={ack}");
        }

        script.DeviceIsFull(false).SendsWhatever().Check(core => Assert.Equal((29_200, 29_200), (core.Measures.CongestionWindow, core.Measures.InFlight)));
    }

    [Fact]
    public void Window_that_is_not_used_does_not_grow_RFC_7661()
    {
        var script = TcpScript.Established();
        var ack = 1;
        for (var i = 0; i < 50; i++)
        {
            ack += Mss;
            script.Write(Mss).Sends("ACK len=1460").After(10).Receive($"ACK ack={ack}");
        }

        script.Check(core => Assert.Equal(14_600, core.Measures.CongestionWindow)).Done();
    }

    [Fact]
    public void Window_that_the_peer_limits_does_not_grow_without_end() => Grown("8000");

    [Fact]
    public void Idle_connection_begins_again_with_the_initial_window_RFC_5681_4_1()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=4").Write(43_800).SendsWhatever().Receive("ACK ack=14601").SendsWhatever()
            .Receive("ACK ack=43801").Check(core => Assert.InRange(core.Measures.CongestionWindow, 29_200, 60_000));
        script.After(1000).Write(60_000).SendsWhatever().Check(core => Assert.Equal(14_600, core.Measures.InFlight)).Done();
    }

    [Fact]
    public void Idle_connection_goes_on_where_it_was_if_so_set()
    {
        var script = TcpScript.Established(new TcpSettings { RestartAfterIdle = false }, "mss=1460 scale=4").Write(43_800).SendsWhatever()
            .Receive("ACK ack=14601").SendsWhatever().Receive("ACK ack=43801");
        script.After(1000).Write(60_000).SendsWhatever().Check(core => Assert.InRange(core.Measures.InFlight, 29_200, 60_000)).Done();
    }

    [Fact]
    public void Timeout_leaves_one_segment_and_half_the_flight_RFC_5681_3_1() => TcpScript.Established(new TcpSettings { CongestionControl = TcpCongestionControl.NewReno })
        .Write(14_600).SendsWhatever().After(200).SendsWhatever()
        .Check(core => Assert.Equal((Mss, 7_300), (core.Measures.CongestionWindow, core.Measures.SlowStartThreshold))).Done();

    [Fact]
    public void Second_timeout_leaves_the_threshold_RFC_5681_3_1() => TcpScript.Established(new TcpSettings { CongestionControl = TcpCongestionControl.NewReno })
        .Write(14_600).SendsWhatever().After(600).SendsWhatever()
        .Check(core => Assert.Equal((Mss, 7_300), (core.Measures.CongestionWindow, core.Measures.SlowStartThreshold))).Done();

    [Fact]
    public void Threshold_is_two_segments_at_the_least_RFC_5681_4() => TcpScript.Established(new TcpSettings { CongestionControl = TcpCongestionControl.NewReno })
        .Write(100).SendsWhatever().After(200).SendsWhatever().Check(core => Assert.Equal(2 * Mss, core.Measures.SlowStartThreshold)).Done();

    [Fact]
    public void Send_buffer_grows_with_the_window()
    {
        var script = TcpScript.Established(options: "mss=1460 scale=8").Check(core => Assert.Equal(65_536, core.SendCapacity));
        var acknowledged = 1L;
        for (var round = 0; round < 5; round++)
        {
            script.Write(500_000).SendsWhatever();
            acknowledged += script.Core.Measures.InFlight;
            script.Receive($"ACK ack={acknowledged}").SendsWhatever();
        }

        script.Check(core => Assert.Equal(2 * core.Measures.CongestionWindow, core.SendCapacity));
    }

    private static void Grown(string window)
    {
        var script = TcpScript.Established(window: window);
        var acknowledged = 1L;
        for (var round = 0; round < 30; round++)
        {
            script.Write(8_000).SendsWhatever();
            acknowledged += script.Core.Measures.InFlight;
            script.Receive($"ACK ack={acknowledged} win={window}").SendsWhatever();
        }

        script.Check(core => Assert.InRange(core.Measures.CongestionWindow, 14_600, 3 * 8_000));
    }
}
