namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// How much of the congestion window is in use: a window that is not used says nothing of the path, and must not grow (RFC 7661
/// section 4.1, RFC 9438 section 5.8).
/// </summary>
internal struct RoundLoad
{
    private long _roundEnd;
    private long _mostInFlight;
    private bool _wasFull;

    /// <summary>When something was last sent.</summary>
    public TimeSpan LastSentAt { get; private set; }

    /// <summary>Something was sent.</summary>
    /// <param name="pipe">Octets on their way now.</param>
    /// <param name="isFull">Whether not another segment may be sent.</param>
    /// <param name="now">The loop's time.</param>
    public void Sent(long pipe, bool isFull, TimeSpan now)
    {
        _mostInFlight = Math.Max(_mostInFlight, pipe);
        _wasFull |= isFull;
        LastSentAt = now;
    }

    /// <summary>Whether the window was the limit in this round or, in slow start, at least half of it was in use.</summary>
    public readonly bool IsWindowLimited(long window, long threshold) =>
        _wasFull || (window < threshold && window < 2 * _mostInFlight);

    /// <summary>Octets were acknowledged: a round may be over.</summary>
    public void Acknowledged(long to, long sentTo, long pipe)
    {
        if (to >= _roundEnd)
        {
            _roundEnd = sentTo;
            _mostInFlight = pipe;
            _wasFull = false;
        }
    }
}
