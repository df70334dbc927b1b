namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// How much of the congestion window is in use: a window that is not used says nothing of the path, and must not grow (RFC 7661
/// section 4.1, RFC 9438 section 5.8).
/// </summary>
internal struct RoundLoad
{
    private long _roundEnd;
    private long _mostInFlight;
    private bool _isRoundOver;
    private bool _wasFull;

    /// <summary>When something was last sent.</summary>
    public TimeSpan LastSentAt { get; private set; }

    /// <summary>Something was sent: perhaps the first of a new round.</summary>
    /// <param name="pipe">Octets on their way now.</param>
    /// <param name="isFull">Whether not another segment may be sent.</param>
    /// <param name="sentTo">The offset behind what was sent.</param>
    /// <param name="now">The loop's time.</param>
    public void Sent(long pipe, bool isFull, long sentTo, TimeSpan now)
    {
        LastSentAt = now;
        if (_isRoundOver)
        {
            (_isRoundOver, _roundEnd, _mostInFlight, _wasFull) = (false, sentTo, 0, false);
        }

        _mostInFlight = Math.Max(_mostInFlight, pipe);
        _wasFull |= isFull;
    }

    /// <summary>
    /// Whether the window was the limit in this round or, in slow start, at least half of it was in use. What was seen of a round
    /// holds until something is sent in the next: its acknowledgments may all come before.
    /// </summary>
    public readonly bool IsWindowLimited(long window, long threshold) =>
        _wasFull || (window < threshold && window < 2 * _mostInFlight);

    /// <summary>Octets were acknowledged, up to an offset: a round may be over.</summary>
    public void Acknowledged(long to) => _isRoundOver |= to >= _roundEnd;
}
