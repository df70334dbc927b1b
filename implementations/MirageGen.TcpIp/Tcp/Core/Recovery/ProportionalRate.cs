namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Proportional rate reduction (RFC 6937, with the bound of RFC 9937 section 6.2): during a recovery, as much is sent as takes the window down to the threshold in step with
/// what is delivered.
/// </summary>
internal struct ProportionalRate
{
    private long _threshold;
    private long _flight;
    private long _delivered;
    private long _sent;
    private int _segment;

    /// <summary>Octets that may be on their way.</summary>
    public long Window { get; private set; }

    /// <summary>Begins a recovery.</summary>
    /// <param name="flight">Octets that were on their way when the loss was found (RecoverFS).</param>
    /// <param name="threshold">The window to come down to.</param>
    /// <param name="segmentOctets">Octets of a full segment.</param>
    public void Begin(long flight, long threshold, int segmentOctets)
    {
        this = new ProportionalRate { _flight = Math.Max(flight, 1), _threshold = threshold, _segment = segmentOctets };
    }

    /// <summary>Octets were sent, anew or again.</summary>
    public void Sent(int octets) => _sent += octets;

    /// <summary>An acknowledgment has been taken.</summary>
    /// <param name="delivered">Octets that it newly says are with the peer.</param>
    /// <param name="pipe">Octets on their way now.</param>
    /// <param name="isProgress">Whether it acknowledges new octets in order and shows no further loss (safeACK).</param>
    public void Acknowledged(long delivered, long pipe, bool isProgress)
    {
        _delivered += delivered;
        long count;
        if (pipe > _threshold)
        {
            count = (((_delivered * _threshold) + _flight - 1) / _flight) - _sent;
        }
        else
        {
            var limit = Math.Max(_delivered - _sent, delivered) + (isProgress ? _segment : 0);
            count = Math.Min(_threshold - pipe, limit);
        }

        // The first hole is sent again at once, whatever the sum says.
        count = Math.Max(count, _sent == 0 ? _segment : 0);
        Window = pipe + count;
    }
}
