using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core;

/// <summary>Nothing is allocated per segment.</summary>
public sealed class CoreAllocationTests
{
    private static readonly TcpPath Way = TcpPath.OverIPv4(1500, segments: true);
    private readonly TcpConnection _sender = new(new TcpSettings(), Way, 1);
    private readonly TcpConnection _receiver = new(new TcpSettings(), Way, 2);
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private int _segments;

    [Fact]
    public void Bulk_transfer_allocates_nothing()
    {
        Open();
        Allocations.None(() => RoundTrip(loseEvery: 0), rounds: 2_000, warmUp: 500);
        Assert.True(_receiver.Statistics.OctetsReceived > 10_000_000);
    }

    [Fact]
    public void Transfer_with_losses_allocates_nothing()
    {
        Open();
        Allocations.None(() => RoundTrip(loseEvery: 50), rounds: 2_000, warmUp: 2_000);
        Assert.True(_sender.Statistics.SegmentsRetransmitted > 100);
    }

    [Fact]
    public void Opening_and_closing_costs_little_memory()
    {
        var count = GC.GetAllocatedBytesForCurrentThread();
        var core = new TcpConnection(new TcpSettings(), Way, 1);
        core.Connect(new TcpSequence(1), _now);
        var octets = GC.GetAllocatedBytesForCurrentThread() - count;
        Assert.InRange(octets, 0, 3_000);
    }

    private void Open()
    {
        _sender.Connect(new TcpSequence(10), _now);
        Assert.True(_sender.TryPlan(_now, out var syn));
        _receiver.Accept(syn.Header, new TcpSequence(20), _now);
        _sender.Sent(syn, _now);
        Exchange(_receiver, _sender, 0);
        Exchange(_sender, _receiver, 0);
        Assert.Equal((TcpState.Established, TcpState.Established), (_sender.State, _receiver.State));
    }

    private void RoundTrip(int loseEvery)
    {
        _sender.Write(100_000);
        for (var i = 0; i < 40 && _sender.Acknowledged < _receiver.Statistics.OctetsReceived + 1; i++)
        {
            _now += TimeSpan.FromMilliseconds(1);
            Tick(_sender);
            Tick(_receiver);
            Exchange(_sender, _receiver, loseEvery);
            _receiver.Consume((int)_receiver.Readable, _now);
            Exchange(_receiver, _sender, 0);
            _sender.TakeEvents();
            _receiver.TakeEvents();
        }
    }

    private void Tick(TcpConnection core)
    {
        if (core.Deadline <= _now)
        {
            core.Tick(_now);
        }
    }

    private void Exchange(TcpConnection from, TcpConnection to, int loseEvery)
    {
        while (from.TryPlan(_now, out var plan))
        {
            from.Sent(plan, _now);
            if (loseEvery == 0 || ++_segments % loseEvery != 0)
            {
                _segments += loseEvery == 0 ? 1 : 0;
                to.Receive(plan.Header, plan.Octets, new TcpSegmentFacts(false, plan.SegmentOctets), _now);
            }
        }
    }
}
