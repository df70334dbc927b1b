using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// One direction of a connection: cuts what was flushed into segments, has the wire say when each arrives, and hands it
/// over then. The octets stay in the sender's buffer until they arrive. Back come the acknowledgements, which make room
/// for the writer, with the delay of the way back.
/// </summary>
internal sealed class FlowTransit
{
    private static readonly TimeSpan ShortestRetransmission = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(1);

    private readonly SimulatedFlow _sender;
    private readonly SimulatedFlow _receiver;
    private readonly WirePath _way;
    private readonly WirePath _wayBack;
    private readonly Ring<Flight> _underWay = new();
    private readonly LoopTimer _delivery;
    private readonly LoopTimer _news;
    private readonly LoopTimer _giveUp;
    private readonly int _sendBuffer;
    private readonly int _window;
    private readonly int _segment;
    private long _flushed;
    private long _sent;
    private long _knownArrived;
    private long _knownExamined;
    private TimeSpan _lastArrival;
    private TimeSpan _stalledAt;
    private bool _isNewsUnderWay;
    private bool _isStalled;
    private bool _isFinishing;
    private bool _isFinSent;
    private bool _isFinDelivered;
    private bool _isDead;

    public FlowTransit(SimulatedFlow sender, SimulatedFlow receiver, WirePath way, WirePath wayBack)
    {
        var timers = sender.World.Loop.Timers;
        _sender = sender;
        _receiver = receiver;
        _way = way;
        _wayBack = wayBack;
        _sendBuffer = sender.Stack.SendBufferOctets;
        _window = receiver.Stack.ReceiveWindowOctets;
        _segment = way.Wire.Mtu - (sender.LocalEndpoint.Address.IsV6 ? 60 : 40);
        _delivery = timers.Create(static transit => ((FlowTransit)transit!).Deliver(), this);
        _news = timers.Create(static transit => ((FlowTransit)transit!).HearNews(), this);
        _giveUp = timers.Create(static transit => ((FlowTransit)transit!).GiveUp(), this);
        Buffer = new(sender.World.FlowMemory);
    }

    private enum FlightKind : byte
    {
        Octets,
        End,
        Reset,
    }

    /// <summary>What was written and has not arrived.</summary>
    public SendBuffer Buffer { get; }

    public long Unflushed => Buffer.Written - _flushed;

    /// <summary>Octets that were flushed and have not arrived, as far as the sender knows.</summary>
    public long Outstanding => _flushed - _knownArrived;

    /// <summary>Whether a flush need not wait.</summary>
    public bool HasRoom => Outstanding < _sendBuffer;

    /// <summary>Whether the sender knows that the receiver drops what arrives.</summary>
    public bool PeerTakesNoMore { get; private set; }

    /// <summary>Whether everything and the end of the stream have arrived, or never will.</summary>
    public bool IsOver => _isDead || _isFinDelivered;

    private World World => _sender.World;

    private PortPair Ports => new(_sender.LocalEndpoint.Port, _sender.RemoteEndpoint.Port);

    /// <summary>How long the sender waits before it sends again: two round trips, as an estimate of what RFC 6298 computes.</summary>
    private TimeSpan Retransmission => Later(
        ShortestRetransmission,
        2 * (_way.Wire.Delay + _way.Wire.Jitter + _wayBack.Wire.Delay + _wayBack.Wire.Jitter));

    public void Flush()
    {
        _flushed = Buffer.Written;
        Pump();
    }

    /// <summary>Sends the rest and the end of the stream.</summary>
    public void Finish()
    {
        _isFinishing = true;
        Flush();
        Buffer.Seal();
    }

    /// <summary>Sends a reset behind what is under way; what is not sent yet never will be.</summary>
    public void SendReset()
    {
        _isDead = true;
        Put(FlightKind.Reset, 0, _way.ArrivalOfSegment(0, _lastArrival, Retransmission));
    }

    /// <summary>Drops everything: the sender has been reset, or is no more.</summary>
    public void Discard()
    {
        _isDead = true;
        while (_underWay.Count > 0)
        {
            _underWay.Take();
        }

        Buffer.Clear();
        Unstall();
        _delivery.Dispose();
        _news.Dispose();
    }

    /// <summary>What was written after a reset goes nowhere; what was sent before it still arrives.</summary>
    public void DropWritten()
    {
        if (_underWay.Count == 0)
        {
            Buffer.Clear();
        }
    }

    /// <summary>The receiver has looked at something.</summary>
    public void OnExamined()
    {
        if (!_isDead && _knownExamined < _receiver.Reader.Examined)
        {
            SendNews();
        }
    }

    /// <summary>The way there or the way back carries packets again.</summary>
    public void OnHealed()
    {
        // The sender has tried again and again, at intervals that doubled: the next try comes within as long as it took.
        var stalled = World.Now - _stalledAt;
        var backoff = _way.Random.NextTimeSpan(stalled < LongestBackoff ? stalled : LongestBackoff);
        Unstall();
        _lastArrival = Later(_lastArrival, World.Now + backoff + _way.Latency());
        StartDelivery(_lastArrival);
        SendNews();
        Pump();
    }

    /// <summary>Something between the ends resets the flow.</summary>
    public void ResetBothEnds(string reason)
    {
        World.Record($"{_way.Name} tcp {Ports} {reason}");
        _sender.OnReset(reason, keepsArrived: true);
        _receiver.OnReset(reason, keepsArrived: true);
    }

    private void Pump()
    {
        while (!_isDead && Sendable() is > 0 and var most && IsUp(_way))
        {
            var octets = _way.Wire.CutsFlows ? Cut(most) : most;
            _sent += octets;
            Put(FlightKind.Octets, octets, _way.ArrivalOfSegment(octets, _lastArrival, Retransmission));
        }

        if (!_isDead && _isFinishing && !_isFinSent && _sent == _flushed && IsUp(_way))
        {
            _isFinSent = true;
            Put(FlightKind.End, 0, _way.ArrivalOfSegment(0, _lastArrival, Retransmission));
        }
    }

    /// <summary>
    /// The most octets of the next segment; zero to wait for the window to open further, so that a reader who takes a little
    /// at a time is not sent as little at a time (RFC 9293 section 3.8.6.2.1).
    /// </summary>
    private int Sendable()
    {
        var waiting = _flushed - _sent;
        var fits = Math.Min(waiting, _window - (_sent - _knownExamined));
        return fits < waiting && fits < _segment && fits < (_window + 1) / 2 ? 0 : (int)Math.Min(fits, _segment);
    }

    /// <summary>Chooses the length of a segment: mostly anything, now and then a few octets only.</summary>
    private int Cut(int most) =>
        most == 1 ? 1 : 1 + _way.Random.NextInt32(_way.Random.NextInt32(4) == 0 ? Math.Min(most, 8) : most);

    private void Put(FlightKind kind, int octets, TimeSpan arrival)
    {
        _lastArrival = arrival;
        _underWay.Add(new(kind, octets, arrival));
        if (_underWay.Count == 1)
        {
            StartDelivery(arrival);
        }
    }

    /// <summary>One segment a turn, so that its reader sees it before the next arrives.</summary>
    private void Deliver()
    {
        if (_underWay.Count == 0 || !IsUp(_way))
        {
            return;
        }

        var flight = _underWay.Take();
        switch (flight.Kind)
        {
            case FlightKind.Octets:
                DeliverOctets(flight.Octets);
                break;
            case FlightKind.End:
                DeliverEnd();
                break;
            default:
                World.Record($"{_way.Name} tcp {Ports} reset received");
                _receiver.OnReset($"{_sender.LocalEndpoint} reset the flow", keepsArrived: true);
                Discard();
                break;
        }

        if (_underWay.Count > 0)
        {
            StartDelivery(_underWay.First.Arrival);
        }
    }

    private void DeliverOctets(int octets)
    {
        if (_receiver.RefusesMore)
        {
            World.Record($"{_way.Name} tcp {Ports} {octets} octets refused, the receiver has closed");
            _receiver.Refuse();
            return;
        }

        if (_way.Random.Chance(_way.Wire.FlowResets))
        {
            ResetBothEnds($"the wire {_way.Name} reset the flow");
            return;
        }

        var digest = (uint)_receiver.Reader.Receive(Buffer, octets);
        World.Record($"{_way.Name} tcp {Ports} {octets} octets #{digest:x8} received");
        SendNews();
    }

    private void DeliverEnd()
    {
        if (_receiver.IsGone)
        {
            World.Record($"{_way.Name} tcp {Ports} end refused, the receiver has crashed");
            _receiver.Refuse();
            return;
        }

        World.Record($"{_way.Name} tcp {Ports} end received");
        _isFinDelivered = true;
        _receiver.OnPeerEnded();
        SendNews();
    }

    /// <summary>Has the sender hear, after the way back, what the receiver has taken.</summary>
    private void SendNews()
    {
        if (!_isNewsUnderWay && !_isDead)
        {
            _isNewsUnderWay = true;
            _news.Start(_wayBack.Latency());
        }
    }

    private void HearNews()
    {
        _isNewsUnderWay = false;
        if (_isDead || !IsUp(_wayBack))
        {
            return;
        }

        _knownArrived = _receiver.Reader.Arrived;
        _knownExamined = _receiver.Reader.Examined;
        PeerTakesNoMore |= _receiver.Reader.IsCompleted && _knownArrived > 0;
        Pump();
        _sender.OnNews();
    }

    /// <summary>Whether a path carries packets; when not, the flow waits until it is healed, for so long.</summary>
    private bool IsUp(WirePath path)
    {
        if (path.IsUp)
        {
            return true;
        }

        if (!_isStalled)
        {
            _isStalled = true;
            _stalledAt = World.Now;
            _way.AddStalled(this);
            _wayBack.AddStalled(this);
            _giveUp.Start(_sender.Stack.FlowTimeout);
        }

        return false;
    }

    private void Unstall()
    {
        if (_isStalled)
        {
            _isStalled = false;
            _way.RemoveStalled(this);
            _wayBack.RemoveStalled(this);
        }

        _giveUp.Dispose();
    }

    private void GiveUp()
    {
        if (_isDead)
        {
            Discard();
            return;
        }

        World.Record($"{_way.Name} tcp {Ports} given up");
        _sender.OnReset($"{_sender.RemoteEndpoint} has not answered for {_sender.Stack.FlowTimeout:c}", keepsArrived: true);
    }

    private void StartDelivery(TimeSpan arrival) => _delivery.Start(Later(arrival, World.Now) - World.Now);

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private readonly record struct Flight(FlightKind Kind, int Octets, TimeSpan Arrival);
}
