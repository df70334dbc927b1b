namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Dynamic right-sizing: the receive buffer grows with what the application takes in a round trip, so that it never limits a sender
/// whose data are read in time, and never is larger than that.
/// </summary>
internal struct ReceiveBufferTuner
{
    private const int SpareSegments = 16;

    private TimeSpan _rtt;
    private TimeSpan _roundStart;
    private long _roundConsumed;
    private long _most;
    private TimeSpan _windowStart;
    private long _windowEnd;

    /// <summary>A round-trip time by an echoed timestamp; the sender's own pauses make it too long, never too short.</summary>
    public void Sample(TimeSpan rtt)
    {
        if (rtt < TimeSpan.Zero)
        {
            return;
        }

        // The clock has milliseconds: less is not seen.
        var sample = rtt < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : rtt;
        _rtt = _rtt == TimeSpan.Zero || sample < _rtt ? sample : _rtt + TimeSpan.FromTicks((sample - _rtt).Ticks / 8);
    }

    /// <summary>Octets have arrived in order: without timestamps, a window's worth of them takes about a round trip.</summary>
    /// <param name="next">The first offset that has not arrived.</param>
    /// <param name="edge">Where the window ends.</param>
    /// <param name="now">The loop's time.</param>
    public void Arrived(long next, long edge, TimeSpan now)
    {
        if (next < _windowEnd)
        {
            return;
        }

        if (_windowEnd > 0)
        {
            Sample(now - _windowStart);
        }

        _windowEnd = edge;
        _windowStart = now;
    }

    /// <summary>The application has taken octets.</summary>
    /// <param name="consumed">How many so far.</param>
    /// <param name="segmentOctets">Octets of a full segment.</param>
    /// <param name="now">The loop's time.</param>
    /// <returns>How many octets the buffer should have; zero when nothing new is known.</returns>
    public long Consumed(long consumed, int segmentOctets, TimeSpan now)
    {
        if (_rtt == TimeSpan.Zero || now - _roundStart < _rtt)
        {
            return 0;
        }

        var taken = consumed - _roundConsumed;
        var wasIdle = now - _roundStart > _rtt * 4;
        _roundStart = now;
        _roundConsumed = consumed;
        if (wasIdle || taken <= _most)
        {
            return 0;
        }

        _most = taken;
        return (2 * taken) + ((long)SpareSegments * segmentOctets);
    }
}
