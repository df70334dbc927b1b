namespace MirageGen.TcpIp.Tcp;

/// <summary>CUBIC (RFC 9438): the window grows as a cubic function of the time since the last congestion, with HyStart++ in front.</summary>
internal sealed class Cubic : ICongestionControl
{
    /// <summary>C of RFC 9438 section 5, in segments per second cubed.</summary>
    private const double Scale = 0.4;

    /// <summary>Beta of RFC 9438 section 4.6.</summary>
    private const double Decrease = 0.7;

    /// <summary>Alpha of RFC 9438 section 4.3, until the estimate has reached the window before the congestion.</summary>
    private const double RenoIncrease = 3 * (1 - Decrease) / (1 + Decrease);

    private HyStart _hyStart = new();
    private Curve _curve;
    private (long Window, long Threshold, Curve Curve) _before;
    private int _segment = 536;
    private double _fraction;

    public long Window { get; private set; }

    public long Threshold { get; private set; } = long.MaxValue;

    public void SegmentChanged(int segmentOctets)
    {
        var ratio = (double)_segment / segmentOctets;
        _curve.Most *= ratio;
        _curve.Estimate *= ratio;
        _curve.Prior *= ratio;
        _segment = segmentOctets;
    }

    public void Restart(long window)
    {
        Window = window;
        _curve.Begin = null;
    }

    public void Acknowledged(in AcknowledgedOctets acknowledged)
    {
        if (!acknowledged.IsWindowLimited)
        {
            // Time in which the window was not the limit says nothing of the path (RFC 9438 section 5.8).
            _curve.Unlimited ??= acknowledged.Now;
            return;
        }

        if (Window < Threshold)
        {
            (Window, Threshold) = _hyStart.Grow(acknowledged, Window, Threshold);
            return;
        }

        AvoidCongestion(acknowledged);
    }

    public void Congested(long flight)
    {
        _before = (Window, Threshold, _curve);
        var window = (double)Window / _segment;
        // Fast convergence (RFC 9438 section 4.7): a flow that comes down again makes room for others.
        _curve.Most = window < _curve.Most ? window * (1 + Decrease) / 2 : window;
        _curve.Prior = window;
        _curve.Begin = null;
        _curve.Unlimited = null;
        _fraction = 0;
        _hyStart = new HyStart();
        Threshold = Math.Max((long)(Window * Decrease), 2 * _segment);
        Window = Threshold;
    }

    public void TimedOut(long flight, bool isFirst)
    {
        if (isFirst)
        {
            Congested(flight);
        }

        Window = _segment;
        _curve.Begin = null;
    }

    public void Undo()
    {
        Window = Math.Max(Window, _before.Window);
        Threshold = Math.Max(Threshold, _before.Threshold);
        _curve = _before.Curve;
    }

    private void AvoidCongestion(in AcknowledgedOctets acknowledged)
    {
        var window = (double)Window / _segment;
        if (_curve.Begin is not { } begin)
        {
            begin = acknowledged.Now;
            _curve.Rise(window);
        }
        else if (_curve.Unlimited is { } since)
        {
            begin += acknowledged.Now - since;
        }

        _curve.Begin = begin;
        _curve.Unlimited = null;
        var segments = (double)acknowledged.Octets / _segment;
        _curve.Estimate += (_curve.Estimate < _curve.Prior ? RenoIncrease : 1) * segments / window;
        var elapsed = (acknowledged.Now - begin).TotalSeconds;
        double growth;
        if (_curve.At(elapsed) < _curve.Estimate)
        {
            growth = Math.Max(0, _curve.Estimate - window);
        }
        else
        {
            var target = Math.Clamp(_curve.At(elapsed + acknowledged.SmoothedRtt.TotalSeconds), window, 1.5 * window);
            growth = (target - window) / window * segments;
        }

        // No more than slow start would: a late acknowledgment of much makes no leap.
        _fraction += Math.Min(growth, segments / 2) * _segment;
        var whole = (long)_fraction;
        Window += whole;
        _fraction -= whole;
    }

    /// <summary>The function of RFC 9438 section 4.2 since the last congestion; windows in segments.</summary>
    private struct Curve
    {
        /// <summary>W_max: where the curve is flat.</summary>
        public double Most;

        /// <summary>The window before the last congestion.</summary>
        public double Prior;

        /// <summary>W_est: the window that Reno would have.</summary>
        public double Estimate;

        /// <summary>When the growth began; null before.</summary>
        public TimeSpan? Begin;

        /// <summary>Since when the window was not the limit; null when it is.</summary>
        public TimeSpan? Unlimited;

        private double _flatAt;

        public void Rise(double window)
        {
            if (window >= Most)
            {
                Most = window;
                _flatAt = 0;
            }
            else
            {
                _flatAt = Math.Cbrt((Most - window) / Scale);
            }

            Estimate = window;
        }

        public readonly double At(double seconds)
        {
            var t = seconds - _flatAt;
            return (Scale * t * t * t) + Most;
        }
    }
}
