/// <summary>One direction of the relay: keeps frames until they are due at the other network.</summary>
public sealed class RelayWire : IFrameReceiver
{
    private static readonly TimeSpan LongestHoldBack = TimeSpan.FromMilliseconds(20);

    private readonly INetwork _to;
    private readonly TimeProvider _clock;
    private readonly RelaySettings _settings;
    private readonly Random _random;
    private readonly PriorityQueue<(byte[] Octets, int Length), (long Due, long Order)> _underWay = new();
    private readonly Stack<byte[]> _free = new();
    private readonly ITimer _timer;
    private long _lineFreeAt;
    private long _lastDue;
    private long _order;
    private long _octetsUnderWay;
    private long _passed;
    private long _lost;
    private long _heldBack;
    private long _twice;
    private long _overflowed;

    public RelayWire(INetwork to, TimeProvider clock, RelaySettings settings, int seed)
    {
        _to = to;
        _clock = clock;
        _settings = settings;
#pragma warning disable CA5394 // Chance that can be repeated is what is wanted.
        _random = new Random(seed);
#pragma warning restore CA5394
        _timer = clock.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Receive(in ReceivedFrame frame)
    {
        if (Chance(_settings.Loss))
        {
            _lost++;
            return;
        }

        if (_octetsUnderWay + frame.Length > _settings.QueueOctets)
        {
            _overflowed++;
            return;
        }

        var sent = Serialize(frame.Length);
        if (Chance(_settings.Duplication))
        {
            _twice++;
            Schedule(frame, sent);
        }

        Schedule(frame, sent);
    }

    public void EndOfBatch() => DeliverDue();

    /// <summary>What became of the frames.</summary>
    public override string ToString() =>
        $"{_passed} passed, {_lost} lost, {_heldBack} held back, {_twice} twice, {_overflowed} too many";

    private bool Chance(double probability) => probability > 0 && _random.NextDouble() < probability;

    /// <summary>Puts a frame on the line behind those that wait for it; says when its last octet has left.</summary>
    private long Serialize(int octets)
    {
        var now = _clock.GetTimestamp();
        return _settings.OctetsPerSecond == 0
            ? now
            : _lineFreeAt = Math.Max(now, _lineFreeAt) + (octets * _clock.TimestampFrequency / _settings.OctetsPerSecond);
    }

    private void Schedule(in ReceivedFrame frame, long sent)
    {
        var due = sent + Ticks(_settings.Delay) + (long)(_random.NextDouble() * Ticks(_settings.Jitter));
        if (Chance(_settings.Reordering))
        {
            _heldBack++;
            due += (long)((0.1 + (0.9 * _random.NextDouble())) * Ticks(LongestHoldBack));
        }
        else
        {
            _lastDue = due = Math.Max(due, _lastDue);
        }

        var octets = _free.TryPop(out var free) && free.Length >= frame.Length ? free : new byte[Math.Max(frame.Length, _to.Mtu + 64)];
        frame.CopyTo(0, octets.AsSpan(0, frame.Length));
        _octetsUnderWay += frame.Length;
        _underWay.Enqueue((octets, frame.Length), (due, _order++));
    }

    private void DeliverDue()
    {
        var now = _clock.GetTimestamp();
        while (_underWay.TryPeek(out var frame, out var place) && place.Due <= now)
        {
            _ = _underWay.Dequeue();
            _octetsUnderWay -= frame.Length;
            if (_to.TryReserve(frame.Length, out var room))
            {
                frame.Octets.AsSpan(0, frame.Length).CopyTo(room);
                _to.Send(frame.Length);
                _passed++;
            }

            _free.Push(frame.Octets);
        }

        if (_underWay.TryPeek(out _, out var next))
        {
            _ = _timer.Change(_clock.GetElapsedTime(now, next.Due), Timeout.InfiniteTimeSpan);
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);
}
