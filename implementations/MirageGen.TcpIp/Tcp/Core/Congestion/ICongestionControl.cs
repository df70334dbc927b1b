namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Congestion control: hears what becomes of what was sent, answers with how much may be on its way. Counts octets, so that a peer
/// that acknowledges in small pieces gains nothing (RFC 3465).
/// </summary>
internal interface ICongestionControl
{
    /// <summary>Octets that may be on their way.</summary>
    long Window { get; }

    /// <summary>Below so many octets the window grows by slow start.</summary>
    long Threshold { get; }

    /// <summary>Segments have another size, or are known for the first time.</summary>
    /// <param name="segmentOctets">Octets of payload in a full segment.</param>
    void SegmentChanged(int segmentOctets);

    /// <summary>Sets the window anew: at the start, and after idleness (RFC 5681 section 4.1).</summary>
    /// <param name="window">Octets.</param>
    void Restart(long window);

    /// <summary>Octets were acknowledged while nothing was being recovered, or after a timeout.</summary>
    void Acknowledged(in AcknowledgedOctets acknowledged);

    /// <summary>A loss or a mark: the window is reduced, once for all that is on its way.</summary>
    /// <param name="flight">Octets that were sent and not acknowledged in order.</param>
    void Congested(long flight);

    /// <summary>A retransmission timeout: the window is a single segment.</summary>
    /// <param name="flight">As for <see cref="Congested"/>.</param>
    /// <param name="isFirst">Whether it is the first for these octets; further ones leave the threshold (RFC 5681 section 3.1).</param>
    void TimedOut(long flight, bool isFirst);

    /// <summary>The last reduction was for nothing (RFC 4015).</summary>
    void Undo();
}
