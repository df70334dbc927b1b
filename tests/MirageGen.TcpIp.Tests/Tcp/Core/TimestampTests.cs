using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Timestamps and protection against wrapped sequence numbers (RFC 7323 sections 3 to 5).</summary>
public sealed class TimestampTests
{
    [Fact]
    public void Timestamps_are_in_every_segment_once_negotiated() => Begin(1000)
        .Write(10).Sends("ACK len=10 ts=100000/1000").After(7).Receive("ACK len=5 ts=1001/100000").Sends("ACK ts=100007/1001").Done();

    [Fact]
    public void Timestamps_take_their_room_from_the_segment_RFC_6691() => Begin(1000)
        .Write(3000).Sends("ACK len=1448").Sends("ACK len=1448").SendsWhatever();

    [Fact]
    public void Segment_with_an_old_timestamp_is_dropped_and_answered() => Begin(1000)
        .Receive("ACK len=10 ts=999/100000").KeepsNothing().Sends("ACK ack=1 ts=100000/1000")
        .Check(core => Assert.Equal(1, core.Statistics.DroppedByTimestamp)).Done();

    [Fact]
    public void Segment_without_a_timestamp_is_dropped_silently_RFC_7323_3_2() => Begin(1000)
        .Receive("ACK len=10").KeepsNothing().SendsNothing().Check(core => Assert.Equal(1, core.Statistics.DroppedByTimestamp)).Done();

    [Fact]
    public void Timestamps_that_were_not_negotiated_are_ignored() => TcpScript.Established()
        .Receive("ACK len=10 ts=5/6").Keeps(0, 10).Sends("ACK bare").Receive("ACK len=10 ts=4/6").Keeps(10, 10).Sends("ACK").Done();

    [Fact]
    public void Equal_timestamp_is_not_old() => Begin(1000).Receive("ACK len=10 ts=1000/100000").Keeps(0, 10).Sends("ACK").Done();

    [Fact]
    public void Timestamps_wrap() => Begin(uint.MaxValue - 1)
        .Receive($"ACK len=10 ts={uint.MaxValue}/100000").Keeps(0, 10).Sends("ACK").Receive("ACK len=10 ts=5/100000").Keeps(10, 10).Sends("ACK ts=100000/5")
        .Receive($"ACK len=10 ts={uint.MaxValue}/100000").KeepsNothing().Sends("ACK").Done();

    [Fact]
    public void Timestamp_is_taken_only_where_we_have_acknowledged_to_RFC_7323_4_3() => Begin(1000)
        .Receive("ACK seq=101 len=10 ts=2000/100000").Sends("ACK ts=100000/1000")
        .Receive("ACK seq=1 len=100 ts=1500/100000").Keeps(0, 100).Sends("ACK ack=111 ts=100000/1500").Done();

    [Fact]
    public void Delayed_acknowledgment_echoes_the_first_of_its_segments_RFC_7323_4_3()
    {
        var script = Begin(1000);
        for (var i = 0; i < 16; i++)
        {
            script.Receive("ACK len=100 ts=1000/100000").Sends("ACK");
        }

        script.Receive("ACK len=100 ts=1001/100000").SendsNothing().Receive("ACK len=100 ts=1002/100000").SendsNothing()
            .After(40).Sends("ACK ts=100040/1001").Done();
    }

    [Fact]
    public void Segment_outside_the_window_does_not_change_the_timestamp() => Begin(1000)
        .Receive("ACK seq=900000 len=10 ts=5000/100000").Sends("ACK ts=100000/1000").Done();

    [Fact]
    public void After_24_days_of_silence_any_timestamp_is_taken_RFC_7323_5_5() => Begin(1000)
        .After(TimeSpan.FromDays(23.9).TotalMilliseconds).Receive("ACK len=10 ts=999/100000").KeepsNothing().Sends("ACK")
        .After(TimeSpan.FromDays(0.2).TotalMilliseconds).Receive("ACK seq=1 len=10 ts=999/100000").Keeps(0, 10).Sends("ACK").Done();

    [Fact]
    public void Reset_carries_a_timestamp() => Begin(1000).Abort().Sends("RST ACK ts=100000/1000").Done();

    [Fact]
    public void Our_clock_begins_at_its_offset()
    {
        var core = new TcpConnection(new TcpSettings(), TcpPath.OverIPv4(1500), timestampOffset: uint.MaxValue);
        core.Connect(TcpScript.OurInitial, TimeSpan.FromMilliseconds(3));
        Assert.True(core.TryPlan(TimeSpan.FromMilliseconds(3), out var plan));
        Assert.Equal(2u, plan.Header.Options.TimestampValue);
    }

    [Fact]
    public void Echo_that_we_cannot_have_sent_gives_no_sample() => Begin(1000)
        .Write(10).Sends("ACK len=10").After(400).SendsWhatever().Receive("ACK ack=11 ts=1001/4000000000")
        .Check(core => Assert.Equal(TimeSpan.Zero, core.Measures.SmoothedRtt)).Done();

    private static TcpScript Begin(uint timestamp) => TcpScript.Established(options: $"mss=1460 ts={timestamp}/0");
}
