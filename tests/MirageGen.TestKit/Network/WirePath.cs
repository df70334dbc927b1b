using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// One direction of a link or of a cable: decides, from its own randomness, what is lost and when the rest arrives, and
/// holds datagrams and frames that are under way. Flows hold their own octets and ask it for their arrival.
/// </summary>
internal sealed class WirePath
{
    private const int MaxUnderWay = 65_536;
    private const int FragmentHeaderOctets = 20;

    private readonly World _world;
    private readonly SeededRandom _random;
    private readonly PriorityQueue<Packet, Arrival> _underWay = new(Comparer<Arrival>.Default);
    private readonly List<FlowTransit> _stalled = [];
    private readonly LoopTimer _timer;
    private TimeSpan _lineFreeAt;
    private TimeSpan _lastArrival;
    private long _underWayOctets;
    private long _order;

    public WirePath(World world, string name, Wire wire)
    {
        _world = world;
        _random = world.Random.Fork($"wire {name}");
        _timer = world.Loop.Timers.Create(static path => ((WirePath)path!).DeliverDue(), this);
        Name = name;
        Wire = wire;
    }

    public string Name { get; }

    public bool IsUp { get; private set; } = true;

    public Wire Wire
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            field = value;
        }
    }

    public SeededRandom Random => _random;

    /// <summary>Has a flow told when the path is healed.</summary>
    public void AddStalled(FlowTransit flow) => _stalled.Add(flow);

    public void RemoveStalled(FlowTransit flow) => _stalled.Remove(flow);

    public void Cut()
    {
        IsUp = false;
        _world.Record($"{Name} cut");
    }

    public void Heal()
    {
        if (IsUp)
        {
            return;
        }

        IsUp = true;
        _world.Record($"{Name} healed");
        foreach (var flow in _stalled.ToArray())
        {
            flow.OnHealed();
        }
    }

    /// <summary>How long one packet takes now, when it is not lost: for handshakes.</summary>
    public TimeSpan Latency() => Wire.Delay + _random.NextTimeSpan(Wire.Jitter);

    /// <summary>Whether one packet is lost now: for handshakes.</summary>
    public bool Loses() => !IsUp || _random.Chance(Wire.Loss);

    /// <summary>When a segment of a flow arrives that is sent now; in order, after retransmissions.</summary>
    /// <param name="octets">Its payload.</param>
    /// <param name="notBefore">The arrival of the segment before it.</param>
    /// <param name="retransmission">How long the flow waits before it sends again what is lost.</param>
    public TimeSpan ArrivalOfSegment(int octets, TimeSpan notBefore, TimeSpan retransmission)
    {
        var arrival = Serialize(octets) + Latency();
        while (_random.Chance(Math.Min(Wire.Loss, 0.9)))
        {
            arrival += retransmission;
            retransmission *= 2;
        }

        return arrival > notBefore ? arrival : notBefore;
    }

    /// <summary>Sends a datagram or frame; it is released when it is lost or has been delivered.</summary>
    public void Send(Packet packet)
    {
        var reason = ReasonToDrop(packet);
        if (reason is not null)
        {
            Drop(packet, reason);
            return;
        }

        var sent = Serialize(packet.Octets);
        var isTwice = _random.Chance(Wire.Duplication) && _underWay.Count + 1 < MaxUnderWay;
        if (isTwice)
        {
            var copy = packet.Copy();
            _world.Record($"{Name} {packet.Kind} #{packet.Digest:x8} duplicated");
            Schedule(copy, sent);
        }

        Schedule(packet, sent);
    }

    private string? ReasonToDrop(Packet packet)
    {
        if (!IsUp)
        {
            return "lost, cut";
        }

        var queued = _lineFreeAt > _world.Now ? (long)((_lineFreeAt - _world.Now).TotalSeconds * Wire.OctetsPerSecond) : 0;
        if (queued + packet.Octets > Wire.QueueOctets
            || _underWayOctets + packet.Octets > Wire.QueueOctets
            || _underWay.Count >= MaxUnderWay)
        {
            return "lost, queue full";
        }

        return packet.TooLargeFor(Wire) ? "lost, too large"
            : LosesAnyFragment(packet) ? "lost"
            : _random.Chance(Wire.Corruption) && !packet.Corrupt(_random) ? "lost, corrupt"
            : null;
    }

    private bool LosesAnyFragment(Packet packet)
    {
        var fragments = packet.IsFragmentable ? 1 + ((packet.Octets - 1) / (Wire.Mtu - FragmentHeaderOctets)) : 1;
        var isLost = false;
        for (var i = 0; i < fragments; i++)
        {
            isLost |= _random.Chance(Wire.Loss);
        }

        return isLost;
    }

    /// <summary>Puts octets on the line behind those that wait for it; says when the last has left.</summary>
    private TimeSpan Serialize(int octets)
    {
        if (Wire.OctetsPerSecond == 0)
        {
            return _world.Now;
        }

        var start = _lineFreeAt > _world.Now ? _lineFreeAt : _world.Now;
        return _lineFreeAt = start + TimeSpan.FromTicks(octets * TimeSpan.TicksPerSecond / Wire.OctetsPerSecond);
    }

    private void Schedule(Packet packet, TimeSpan sent)
    {
        var arrival = sent + Latency();
        if (_random.Chance(Wire.Reordering))
        {
            arrival += (Wire.ReorderDelay / 10) + _random.NextTimeSpan(Wire.ReorderDelay * 0.9);
        }
        else
        {
            _lastArrival = arrival = arrival > _lastArrival ? arrival : _lastArrival;
        }

        _underWay.Enqueue(packet, new(arrival, _order++));
        _underWayOctets += packet.Octets;
        StartTimer();
    }

    private void DeliverDue()
    {
        // What a delivery sends over this very path waits for the next turn, however short the wire.
        var newest = _order;
        while (_underWay.TryPeek(out var packet, out var arrival) && arrival.At <= _world.Now && arrival.Order < newest)
        {
            _underWay.Dequeue();
            _underWayOctets -= packet.Octets;
            if (!IsUp)
            {
                Drop(packet, "lost, cut");
                continue;
            }

            packet.Deliver();
            packet.Release();
        }

        StartTimer();
    }

    private void StartTimer()
    {
        if (_underWay.TryPeek(out _, out var first))
        {
            var due = first.At - _world.Now;
            _timer.Start(due > TimeSpan.Zero ? due : TimeSpan.Zero);
        }
    }

    private void Drop(Packet packet, string reason)
    {
        _world.Record($"{Name} {packet.Kind} {packet.Octets} octets #{packet.Digest:x8} {reason}");
        packet.Dropped();
        packet.Release();
    }

    private readonly record struct Arrival(TimeSpan At, long Order) : IComparable<Arrival>
    {
        public int CompareTo(Arrival other) => At != other.At ? At.CompareTo(other.At) : Order.CompareTo(other.Order);
    }
}
