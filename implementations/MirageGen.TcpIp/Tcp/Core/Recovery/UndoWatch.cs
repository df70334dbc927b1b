namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Finds out that a recovery was for nothing: by the Eifel algorithm, when the acknowledgment of what was sent again echoes the
/// timestamp of its first transmission (RFC 3522), or when the peer reports every retransmission as a duplicate (RFC 3708).
/// </summary>
internal sealed class UndoWatch
{
    /// <summary>Runs of retransmissions that are told from each other; with more, duplicates undo nothing.</summary>
    private const int MostRuns = 64;

    private readonly OutOfOrderRuns _resent = new(MostRuns);
    private uint _firstTimestamp;
    private long _firstEnd;
    private long _unconfirmed;
    private bool _isArmed;
    private bool _isTracking;
    private bool _hasResent;

    /// <summary>A recovery begins.</summary>
    public void Begin()
    {
        _resent.Clear();
        (_isArmed, _isTracking, _hasResent, _unconfirmed) = (true, true, false, 0);
    }

    /// <summary>Nothing is to be undone any more.</summary>
    public void Disarm() => _isArmed = false;

    /// <summary>Octets were sent again.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="end">The offset behind the last of them.</param>
    /// <param name="timestamp">Our timestamp then.</param>
    public void Resent(long start, long end, uint timestamp)
    {
        if (!_hasResent)
        {
            (_hasResent, _firstEnd, _firstTimestamp) = (true, end, timestamp);
        }

        _isTracking = _isTracking && _resent.TryAdd(start, end);
        _unconfirmed += end - start;
    }

    /// <summary>Octets were acknowledged in order by a segment with a timestamp.</summary>
    /// <param name="to">The first offset that is not acknowledged.</param>
    /// <param name="echo">The timestamp that it echoes.</param>
    /// <returns>Whether the recovery was for nothing.</returns>
    public bool IsSpuriousBy(long to, uint echo) =>
        _isArmed && _hasResent && to >= _firstEnd && (int)(echo - _firstTimestamp) < 0;

    /// <summary>The peer got octets twice. The network duplicates too: only what was sent again counts.</summary>
    /// <param name="left">The first of them.</param>
    /// <param name="right">The offset behind the last of them.</param>
    /// <returns>Whether that was true of everything that was sent again.</returns>
    public bool IsSpuriousByDuplicate(long left, long right)
    {
        if (!_isArmed || !_isTracking || _unconfirmed <= 0 || _resent.IndexOf(left) < 0)
        {
            return false;
        }

        _unconfirmed -= right - left;
        return _unconfirmed <= 0;
    }
}
