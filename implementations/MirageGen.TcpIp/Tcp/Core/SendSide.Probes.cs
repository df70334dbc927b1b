namespace MirageGen.TcpIp.Tcp;

/// <summary>What happens when the peer's window is closed, or when the peer is silent.</summary>
internal sealed partial class SendSide
{
    private TimeSpan _probedAt;
    private TimeSpan _progressAt = TimeSpan.MaxValue;
    private int _probes;
    private bool _isProbeDue;

    /// <summary>Since when octets wait for an answer that the peer does not give; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan WaitingSince => Recovery.Board.Count > 0 || _probes > 0 ? _progressAt : TimeSpan.MaxValue;

    /// <summary>When the peer is to be asked whether its window has opened; <see cref="TimeSpan.MaxValue"/> when it is not closed.</summary>
    public TimeSpan ProbeAt => IsBlocked && !_isProbeDue ? _probedAt + ProbeInterval : TimeSpan.MaxValue;

    /// <summary>Whether nothing is on its way and nothing may be sent, though there is something, because of the peer's window.</summary>
    private bool IsBlocked => Recovery.Board.Count == 0 && Unsent > 0 && IsWindowSilly(Unsent);

    private TimeSpan ProbeInterval
    {
        get
        {
            var interval = TimeSpan.FromTicks(Recovery.Rtt.Timeout.Ticks << Math.Min(_probes, 16));
            return interval < _settings.MaxRetransmissionTimeout ? interval : _settings.MaxRetransmissionTimeout;
        }
    }

    /// <summary>Makes a probe due when it is time.</summary>
    public void Tick(TimeSpan now)
    {
        if (ProbeAt <= now)
        {
            _isProbeDue = true;
        }
    }

    /// <summary>Whether so small a window should not be used (sender's silly window avoidance, RFC 9293 section 3.8.6.2.1).</summary>
    private bool IsWindowSilly(long wanted)
    {
        var usable = Usable;
        return usable < Math.Min(wanted, Recovery.SegmentOctets) && (usable <= 0 || usable < _largestWindow / 2);
    }

    private void ProbeSent(TimeSpan now)
    {
        _isProbeDue = false;
        _probedAt = now;
        if (_probes++ == 0)
        {
            _progressAt = now;
        }
    }

    private void NotePeerAnswer(long before, TimeSpan now)
    {
        // Progress, or an answer to a probe: a peer that answers may keep its window closed for ever (RFC 9293 section 3.8.6.1).
        if (Recovery.Unacknowledged > before || Window == 0 || _probes > 0)
        {
            _progressAt = now;
        }

        if (!IsBlocked)
        {
            _probes = 0;
            _isProbeDue = false;
            _probedAt = now;
        }
        else if (_probes == 0)
        {
            _probedAt = now;
        }
    }
}
