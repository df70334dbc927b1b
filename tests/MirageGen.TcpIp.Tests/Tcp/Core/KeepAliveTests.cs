using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Tests.Tcp.Core.Script;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Keep-alives (RFC 9293 section 3.8.4).</summary>
public sealed class KeepAliveTests
{
    private static readonly TcpSettings Minute = new() { KeepAliveIdle = TimeSpan.FromMinutes(1), KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveProbes = 3 };

    [Fact]
    public void Keep_alive_is_off_by_default_MUST_25() => TcpScript.Established().IsIdle().Done();

    [Fact]
    public void Silent_peer_is_asked_after_the_time_MUST_27() => TcpScript.Established(Minute)
        .After(59_999).SendsNothing().After(1).Sends("ACK seq=0 ack=1 len=0 kind=KeepAlive").Done();

    [Fact]
    public void Application_switches_it_on_and_off_MUST_24()
    {
        TcpScript.Established().Do(core => core.KeepAliveIdle = TimeSpan.FromSeconds(5)).After(5000).Sends("ACK kind=KeepAlive").Done();
        TcpScript.Established(Minute).Do(core => core.KeepAliveIdle = null).IsIdle().Done();
    }

    [Fact]
    public void Whatever_the_peer_sends_begins_the_time_anew() => TcpScript.Established(Minute)
        .After(50_000).Receive("ACK len=10").Sends("ACK").After(59_999).SendsNothing().After(1).Sends("ACK kind=KeepAlive").Done();

    [Fact]
    public void Answer_begins_the_time_anew() => TcpScript.Established(Minute)
        .After(60_000).Sends("ACK kind=KeepAlive").Receive("ACK ack=1").After(59_999).SendsNothing().After(1).Sends("ACK kind=KeepAlive").Done();

    [Fact]
    public void Single_unanswered_question_ends_nothing_MUST_29() => TcpScript.Established(Minute)
        .After(60_000).Sends("ACK kind=KeepAlive").After(10_000).Sends("ACK kind=KeepAlive").Is(TcpState.Established).Done();

    [Fact]
    public void Unanswered_questions_reset_the_connection() => TcpScript.Established(Minute)
        .After(60_000).Sends("ACK").After(10_000).Sends("ACK").After(10_000).Sends("ACK").After(10_000).Sends("RST ACK")
        .Is(TcpState.Closed).Happened(TcpEvents.TimedOut | TcpEvents.Closed).Done();

    [Fact]
    public void Nobody_is_asked_while_data_are_on_their_way_MUST_26()
    {
        var script = TcpScript.Established(Minute).Write(10).Sends("ACK len=10");
        for (var i = 0; i < 10; i++)
        {
            script.After(script.Core.Deadline.TotalMilliseconds - script.Now.TotalMilliseconds).Sends("ACK len=10 kind=Retransmission");
        }
    }

    [Fact]
    public void Question_of_a_peer_is_answered() => TcpScript.Established().Receive("ACK seq=0").Sends("ACK seq=1 ack=1").Done();

    [Fact]
    public void Question_of_a_peer_with_an_octet_is_answered() => TcpScript.Established()
        .Receive("ACK len=5").Sends("ACK").Receive("ACK seq=5 len=1").KeepsNothing().Sends("ACK ack=6").Done();
}
