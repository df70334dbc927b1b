namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Finds out that a recovery was for nothing: by the Eifel algorithm, when the acknowledgment of what was sent again echoes the
/// timestamp of its first transmission (RFC 3522), or when the peer reports every retransmission as a duplicate (RFC 3708).
/// </summary>
internal struct UndoWatch
{
    private uint _firstTimestamp;
    private long _from;
    private long _firstEnd;
    private int _unconfirmed;
    private bool _isArmed;
    private bool _hasResent;

    /// <summary>A recovery begins.</summary>
    /// <param name="unacknowledged">The first unacknowledged offset.</param>
    public void Begin(long unacknowledged) => this = new UndoWatch { _from = unacknowledged, _isArmed = true };

    /// <summary>Nothing is to be undone any more.</summary>
    public void Disarm() => _isArmed = false;

    /// <summary>Segments were sent again.</summary>
    /// <param name="segments">How many.</param>
    /// <param name="end">The offset behind the last of them.</param>
    /// <param name="timestamp">Our timestamp then.</param>
    public void Resent(int segments, long end, uint timestamp)
    {
        if (!_hasResent)
        {
            _hasResent = true;
            _firstEnd = end;
            _firstTimestamp = timestamp;
        }

        _unconfirmed += segments;
    }

    /// <summary>Octets were acknowledged in order by a segment with a timestamp.</summary>
    /// <param name="to">The first offset that is not acknowledged.</param>
    /// <param name="echo">The timestamp that it echoes.</param>
    /// <returns>Whether the recovery was for nothing.</returns>
    public readonly bool IsSpuriousBy(long to, uint echo) =>
        _isArmed && _hasResent && to >= _firstEnd && (int)(echo - _firstTimestamp) < 0;

    /// <summary>The peer got octets twice.</summary>
    /// <param name="right">The offset behind the last of them.</param>
    /// <param name="segments">How many segments they are.</param>
    /// <returns>Whether that was true of everything that was sent again.</returns>
    public bool IsSpuriousByDuplicate(long right, int segments)
    {
        if (!_isArmed || !_hasResent || right <= _from || _unconfirmed <= 0)
        {
            return false;
        }

        _unconfirmed -= segments;
        return _unconfirmed <= 0;
    }
}
