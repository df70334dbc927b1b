namespace MirageGen.TcpIp.Tcp;

/// <summary>The tail loss probe that is on its way, if any (RFC 8985 section 7).</summary>
internal struct TailProbe()
{
    private const long None = long.MinValue;

    private long _end = None;
    private bool _isRetransmission;

    /// <summary>Whether one is on its way.</summary>
    public readonly bool IsOut => _end != None;

    /// <summary>A probe was sent.</summary>
    /// <param name="end">The first offset that was not sent, after it.</param>
    /// <param name="isRetransmission">Whether its octets had been sent before.</param>
    public void Sent(long end, bool isRetransmission) => (_end, _isRetransmission) = (end, isRetransmission);

    /// <summary>The probe does not matter any more.</summary>
    public void Forget() => _end = None;

    /// <summary>An acknowledgment has come (section 7.4).</summary>
    /// <param name="acknowledged">The first unacknowledged offset.</param>
    /// <param name="hasDuplicate">Whether it reports octets that came twice.</param>
    /// <param name="isDuplicate">Whether it is a duplicate that reports nothing.</param>
    /// <returns>Whether the probe has repaired a loss, which nothing else will show.</returns>
    public bool RepairedLoss(long acknowledged, bool hasDuplicate, bool isDuplicate)
    {
        if (_end == None || acknowledged < _end)
        {
            return false;
        }

        if (!_isRetransmission || hasDuplicate || (acknowledged == _end && isDuplicate))
        {
            _end = None;
            return false;
        }

        var repaired = acknowledged > _end;
        _end = repaired ? None : _end;
        return repaired;
    }
}
