using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Path;

/// <summary>Two cores and the path between them, in time of its own.</summary>
internal sealed class TwoEnds
{
    private const int MostEvents = 20_000_000;

    private readonly PriorityQueue<(PathEnd To, CarriedSegment? Segment), (TimeSpan At, long Order)> _events = new();
    private readonly SeededRandom _random;
    private long _order;
    private long _handled;

    public TwoEnds(SeededRandom random, PathTraits toServer, PathTraits toClient)
    {
        _random = random;
        ToServer = new PathDirection(toServer, random.Fork("to server"));
        ToClient = new PathDirection(toClient, random.Fork("to client"));
    }

    public PathDirection ToServer { get; }

    public PathDirection ToClient { get; }

    public required PathEnd Client { get; init; }

    public required PathEnd Server { get; init; }

    public TimeSpan Now { get; private set; }

    /// <summary>Whether both begin at once.</summary>
    public bool IsSimultaneous { get; init; }

    /// <summary>Sees each segment that is sent; says whether it goes on its way.</summary>
    public Func<PathEnd, CarriedSegment, bool>? Filter { get; set; }

    /// <summary>Runs until both ends are done, or a time.</summary>
    public void Run(TimeSpan limit)
    {
        Client.Peer = Server;
        Server.Peer = Client;
        Client.Core.Connect(new TcpSequence((uint)_random.NextUInt64()), Now);
        Turn(Client);
        if (IsSimultaneous)
        {
            Server.Core.Connect(new TcpSequence((uint)_random.NextUInt64()), Now);
            Turn(Server);
        }

        while (!(Client.IsDone && Server.IsDone) && Step(limit))
        {
            if (++_handled > MostEvents)
            {
                Assert.Fail("the ends go on for ever");
            }
        }
    }

    private bool Step(TimeSpan limit)
    {
        var next = Earlier(Client.Core.Deadline, Server.Core.Deadline);
        if (_events.TryPeek(out _, out var first) && first.At <= next)
        {
            next = first.At;
        }

        if (next > limit)
        {
            return false;
        }

        Now = next > Now ? next : Now;
        if (_events.Count > 0 && first.At <= Now)
        {
            var (to, segment) = _events.Dequeue();
            Deliver(to, segment);
            return true;
        }

        foreach (var end in new[] { Client, Server })
        {
            if (end.Core.Deadline <= Now)
            {
                end.Core.Tick(Now);
                Turn(end);
            }
        }

        return true;
    }

    private void Deliver(PathEnd to, CarriedSegment? segment)
    {
        if (segment is null)
        {
            to.IsReadingLater = false;
            to.TakeReadable(Now);
        }
        else if (to == Server && to.Core.State == TcpState.Closed && to.Events == TcpEvents.None)
        {
            if (TcpStranger.BeginsConnection(segment.Header))
            {
                to.Core.Accept(segment.Header, new TcpSequence((uint)_random.NextUInt64()), Now);
            }
        }
        else
        {
            to.Receive(segment, Now);
        }

        Turn(to);
        if (to.ReadEvery > TimeSpan.Zero && to.Core.Readable > 0 && !to.IsReadingLater)
        {
            to.IsReadingLater = true;
            _events.Enqueue((to, null), (Now + to.ReadEvery, _order++));
        }
    }

    private void Turn(PathEnd end)
    {
        while (end.ReadEvery == TimeSpan.Zero && end.Core.Readable > 0)
        {
            end.TakeReadable(Now);
        }

        bool hasWritten;
        do
        {
            hasWritten = end.Write();
            end.TakeEvents();
            SendPlans(end);
        }
        while (hasWritten);

        end.TakeEvents();
    }

    private void SendPlans(PathEnd end)
    {
        var direction = end == Client ? ToServer : ToClient;
        var peer = end == Client ? Server : Client;
        for (var plans = 0; end.Core.TryPlan(Now, out var plan); plans++)
        {
            Assert.True(plans < 100_000, $"{end.Name} plans without end: {plan.Kind}");
            foreach (var segment in end.Cut(plan))
            {
                if (Filter is null || Filter(end, segment))
                {
                    direction.Send(segment.Payload.Length, Now, (at, isMarked) =>
                        _events.Enqueue((peer, segment with { Facts = new TcpSegmentFacts(isMarked) }), (at, _order++)));
                }
            }

            end.Core.Sent(plan, Now);
        }
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
