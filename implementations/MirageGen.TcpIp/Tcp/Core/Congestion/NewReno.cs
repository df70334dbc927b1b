namespace MirageGen.TcpIp.Tcp;

/// <summary>Slow start and additive increase by octets (RFC 5681, RFC 3465), with HyStart++ in front.</summary>
internal sealed class NewReno : ICongestionControl
{
    private HyStart _hyStart = new();
    private int _segment = 536;
    private long _credit;
    private (long Window, long Threshold) _before;

    public long Window { get; private set; }

    public long Threshold { get; private set; } = long.MaxValue;

    public void SegmentChanged(int segmentOctets) => _segment = segmentOctets;

    public void Restart(long window) => Window = window;

    public void Acknowledged(in AcknowledgedOctets acknowledged)
    {
        if (!acknowledged.IsWindowLimited)
        {
            return;
        }

        if (Window < Threshold)
        {
            (Window, Threshold) = _hyStart.Grow(acknowledged, Window, Threshold);
            return;
        }

        // A segment for each window's worth of octets: equation 2 of RFC 3465.
        _credit += acknowledged.Octets;
        if (_credit >= Window)
        {
            _credit -= Window;
            Window += _segment;
        }
    }

    public void Congested(long flight)
    {
        Remember();
        Threshold = Math.Max(Math.Min(flight, Window) / 2, 2 * _segment);
        Window = Threshold;
    }

    public void TimedOut(long flight, bool isFirst)
    {
        if (isFirst)
        {
            Congested(flight);
        }

        Window = _segment;
    }

    public void Undo()
    {
        Window = Math.Max(Window, _before.Window);
        Threshold = Math.Max(Threshold, _before.Threshold);
    }

    private void Remember()
    {
        _before = (Window, Threshold);
        _credit = 0;
        _hyStart = new HyStart();
    }
}
