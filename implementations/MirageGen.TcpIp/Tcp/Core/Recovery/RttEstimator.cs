namespace MirageGen.TcpIp.Tcp;

/// <summary>Round-trip times and the retransmission timeout (RFC 6298).</summary>
internal sealed class RttEstimator(TcpSettings settings)
{
    /// <summary>How long a least round-trip time is believed: routes change.</summary>
    private static readonly TimeSpan MinRttWindow = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _least = settings.MinRetransmissionTimeout;
    private readonly TimeSpan _most = settings.MaxRetransmissionTimeout;
    private long _variance;
    private TimeSpan _base = settings.InitialRetransmissionTimeout;
    private TimeSpan _currentMin = TimeSpan.MaxValue;
    private TimeSpan _previousMin = TimeSpan.MaxValue;
    private TimeSpan _windowStart;
    private int _backoff;

    /// <summary>SRTT; zero before the first sample.</summary>
    public TimeSpan Smoothed { get; private set; }

    /// <summary>Whether there was a sample.</summary>
    public bool HasSample { get; private set; }

    /// <summary>The least round-trip time lately; zero before the first sample.</summary>
    public TimeSpan Min
    {
        get
        {
            var min = _currentMin < _previousMin ? _currentMin : _previousMin;
            return min == TimeSpan.MaxValue ? TimeSpan.Zero : min;
        }
    }

    /// <summary>How often in a row the timeout was doubled.</summary>
    public int Backoff => _backoff;

    /// <summary>The retransmission timeout, doubled as it is.</summary>
    public TimeSpan Timeout
    {
        get
        {
            var ticks = _base.Ticks << Math.Min(_backoff, 20);
            return ticks > _most.Ticks ? _most : TimeSpan.FromTicks(ticks);
        }
    }

    /// <summary>Takes a sample of a segment that was sent once, or whose timestamp was echoed.</summary>
    public void Sample(TimeSpan rtt)
    {
        // In ticks: a TimeSpan's own division takes the way through floating point.
        if (!HasSample)
        {
            HasSample = true;
            Smoothed = rtt;
            _variance = rtt.Ticks / 2;
        }
        else
        {
            var difference = rtt.Ticks - Smoothed.Ticks;
            _variance += (Math.Abs(difference) - _variance) / 4;
            Smoothed += TimeSpan.FromTicks(difference / 8);
        }

        var timeout = Smoothed + TimeSpan.FromTicks(Math.Max(_variance * 4, _least.Ticks));
        _base = timeout > _most ? _most : timeout;
        _backoff = 0;
    }

    /// <summary>Takes a sample for the least round-trip time.</summary>
    public void SampleMin(TimeSpan rtt, TimeSpan now)
    {
        if (now - _windowStart > MinRttWindow)
        {
            _previousMin = now - _windowStart > 2 * MinRttWindow ? TimeSpan.MaxValue : _currentMin;
            _currentMin = TimeSpan.MaxValue;
            _windowStart = now;
        }

        if (rtt < _currentMin)
        {
            _currentMin = rtt;
        }
    }

    /// <summary>The timeout fired: the next is twice as long (RFC 6298 section 5.5).</summary>
    public void BackOff() => _backoff++;

    /// <summary>The timeouts were spurious, or what was retransmitted has been acknowledged.</summary>
    public void ForgetBackOff() => _backoff = 0;

    /// <summary>The SYN timed out: data begin with three seconds (RFC 6298 section 5.7).</summary>
    public void BeginAfterLostSyn()
    {
        _backoff = 0;
        if (!HasSample)
        {
            _base = TimeSpan.FromSeconds(3);
        }
    }
}
