namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// HyStart++ (RFC 9406): slow start that ends before it overflows the path, when round-trip times grow. Constants are those of
/// section 4.3.
/// </summary>
internal struct HyStart()
{
    private const int SamplesPerRound = 8;
    private const int ConservativeRounds = 5;
    private const int ConservativeDivisor = 4;
    private static readonly TimeSpan LeastThreshold = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan MostThreshold = TimeSpan.FromMilliseconds(16);

    private TimeSpan _lastMin = TimeSpan.MaxValue;
    private TimeSpan _currentMin = TimeSpan.MaxValue;
    private TimeSpan _baseline = TimeSpan.MaxValue;
    private long _roundEnd;
    private int _samples;
    private int _rounds;
    private bool _isConservative;

    /// <summary>Grows a window by slow start.</summary>
    /// <param name="acknowledged">What was acknowledged.</param>
    /// <param name="window">The window, in octets.</param>
    /// <param name="threshold">Where slow start ends; <see cref="long.MaxValue"/> the first time, when it is to be found.</param>
    /// <returns>The window and the threshold after.</returns>
    public (long Window, long Threshold) Grow(in AcknowledgedOctets acknowledged, long window, long threshold)
    {
        if (threshold != long.MaxValue)
        {
            return (Math.Min(threshold, window + acknowledged.Octets), threshold);
        }

        Observe(acknowledged);
        window += _isConservative ? acknowledged.Octets / ConservativeDivisor : acknowledged.Octets;
        return (window, _isConservative && _rounds >= ConservativeRounds ? window : threshold);
    }

    private void Observe(in AcknowledgedOctets acknowledged)
    {
        if (acknowledged.To >= _roundEnd)
        {
            BeginRound(acknowledged.SentTo);
        }

        if (acknowledged.Rtt >= TimeSpan.Zero)
        {
            Sample(acknowledged.Rtt);
        }
    }

    private void BeginRound(long sentTo)
    {
        _roundEnd = sentTo;
        _lastMin = _currentMin;
        _currentMin = TimeSpan.MaxValue;
        _samples = 0;
        if (_isConservative)
        {
            _rounds++;
        }
    }

    private void Sample(TimeSpan rtt)
    {
        _currentMin = rtt < _currentMin ? rtt : _currentMin;
        if (++_samples < SamplesPerRound)
        {
            return;
        }

        if (_isConservative)
        {
            // The growth was a jitter: on with slow start.
            _isConservative = _currentMin >= _baseline;
        }
        else if (_lastMin != TimeSpan.MaxValue && _currentMin >= _lastMin + Threshold(_lastMin))
        {
            _isConservative = true;
            _baseline = _currentMin;
            _rounds = 0;
        }
    }

    private static TimeSpan Threshold(TimeSpan rtt)
    {
        var eighth = TimeSpan.FromTicks(rtt.Ticks / 8);
        return eighth < LeastThreshold ? LeastThreshold : eighth > MostThreshold ? MostThreshold : eighth;
    }
}
