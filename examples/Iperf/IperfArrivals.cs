/// <summary>Loss and jitter of the datagrams of one stream, reckoned as iperf3 does.</summary>
public sealed class IperfArrivals
{
    // RFC 3550 section 6.4.1.
    private const double Smoothing = 16;

    private TimeSpan _transit;

    /// <summary>The highest number seen: how many were sent, as far as is known here.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Those below the highest that have not arrived; what arrives late is none of them any more.</summary>
    public ulong Lost { get; private set; }

    /// <summary>The two above at the end of the time that does not count.</summary>
    public ulong OmittedHighest { get; private set; }

    public ulong OmittedLost { get; private set; }

    /// <summary>How much the time under way varies, smoothed; in seconds.</summary>
    public double Jitter { get; private set; }

    /// <summary>One has arrived.</summary>
    /// <param name="datagram">What it says.</param>
    /// <param name="now">When, by a clock that may differ from the sender's by any constant.</param>
    public void Add(in IperfDatagram datagram, TimeSpan now)
    {
        var transit = now - datagram.Sent;
        if (Highest > 0)
        {
            Jitter += ((transit - _transit).Duration().TotalSeconds - Jitter) / Smoothing;
        }

        _transit = transit;
        if (datagram.Number > Highest)
        {
            Lost += datagram.Number - Highest - 1;
            Highest = datagram.Number;
        }
        else if (Lost > 0)
        {
            Lost--;
        }
    }

    /// <summary>What has been counted so far does not count.</summary>
    public void Omit()
    {
        (OmittedHighest, OmittedLost) = (Highest, Lost);
        Jitter = 0;
    }
}
