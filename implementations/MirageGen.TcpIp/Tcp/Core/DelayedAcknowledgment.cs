namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// When to acknowledge (RFC 9293 section 3.8.6.3, RFC 5681 section 4.2): every second full segment at once, less after a delay; at
/// once too at the start and after losses, when a sender needs acknowledgments to open its window, and whatever the sender must know
/// to find losses.
/// </summary>
internal struct DelayedAcknowledgment()
{
    private const int QuickSegments = 16;
    private const int MostDuplicates = 8;

    private long _octets;
    private int _segment = 536;
    private int _quick = QuickSegments;
    private int _duplicates;
    private bool _isNow;

    /// <summary>When an acknowledgment is due; <see cref="TimeSpan.MaxValue"/> for none that waits.</summary>
    public TimeSpan At { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Whether one is due at once.</summary>
    public readonly bool IsNow => _isNow || _duplicates > 0;

    /// <summary>Octets have arrived in order.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="segmentOctets">How many in a segment.</param>
    /// <param name="delay">The most that the acknowledgment may wait.</param>
    /// <param name="now">The loop's time.</param>
    public void Arrived(int octets, int segmentOctets, TimeSpan delay, TimeSpan now)
    {
        _segment = Math.Max(_segment, segmentOctets);
        _octets += octets;
        if (_quick > 0 || _octets >= 2L * _segment)
        {
            _isNow = true;
        }
        else if (At == TimeSpan.MaxValue)
        {
            At = now + delay;
        }
    }

    /// <summary>One is due at once, for whatever reason.</summary>
    public void Now() => _isNow = true;

    /// <summary>One is due for a segment beyond a hole.</summary>
    /// <param name="counts">Whether the peer counts duplicates, for want of SACK: then each such segment gets one.</param>
    public void OutOfOrder(bool counts)
    {
        _duplicates = counts ? Math.Min(_duplicates + 1, MostDuplicates) : 0;
        Repeated();
    }

    /// <summary>One is due for a segment that was here before. Its sender believes in losses: it has a small window.</summary>
    public void Repeated()
    {
        _isNow = true;
        _quick = QuickSegments;
    }

    /// <summary>The time has come.</summary>
    public void Tick(TimeSpan now) => _isNow |= At <= now;

    /// <summary>An acknowledgment was sent.</summary>
    /// <param name="withData">Whether octets of ours went with it: who answers so soon need not hurry with acknowledgments.</param>
    public void Sent(bool withData)
    {
        _quick = withData && _octets > 0 ? 0 : _quick - (_octets > 0 && _quick > 0 ? 1 : 0);
        _duplicates = Math.Max(0, _duplicates - 1);
        _octets = 0;
        _isNow = false;
        At = TimeSpan.MaxValue;
    }
}
