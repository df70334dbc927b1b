namespace MirageGen.Dns.Resolver;

/// <summary>What is remembered of a name server's address.</summary>
internal sealed class ServerState
{
    private const double First = 0.25;
    private const double FirstTimeoutMilliseconds = 400;
    private const double LeastTimeoutMilliseconds = 150;
    private const double MostTimeoutMilliseconds = 3000;
    private const int MostLame = 16;
    private const int MostBackOff = 6;

    private readonly List<(DomainName Zone, long Since)> _lame = [];

    /// <summary>When it was last used: who is unused longest is forgotten first.</summary>
    public long LastUse { get; set; }

    /// <summary>How long it takes to answer, smoothed (RFC 6298); null when that is not known.</summary>
    public double? RoundTripMilliseconds { get; private set; }

    /// <summary>How much that varies.</summary>
    public double VariationMilliseconds { get; private set; }

    /// <summary>How often in a row it did not answer.</summary>
    public int Failures { get; private set; }

    /// <summary>Until when it is asked only if there is nobody else.</summary>
    public long Until { get; private set; }

    /// <summary>Whether it fails with EDNS.</summary>
    public bool KnowsNoEdns { get; set; }

    /// <summary>Whether names come back from it in another case.</summary>
    public bool LosesCase { get; set; }

    /// <summary>How long to wait for it.</summary>
    public TimeSpan Timeout => TimeSpan.FromMilliseconds(Math.Clamp(
        (RoundTripMilliseconds is { } time ? time + (4 * VariationMilliseconds) : FirstTimeoutMilliseconds) * (1 << Math.Min(Failures, 3)),
        LeastTimeoutMilliseconds,
        MostTimeoutMilliseconds));

    /// <summary>It has answered.</summary>
    public void Answered(TimeSpan time)
    {
        var milliseconds = time.TotalMilliseconds;
        VariationMilliseconds = RoundTripMilliseconds is { } known
            ? ((1 - First) * VariationMilliseconds) + (First * Math.Abs(known - milliseconds))
            : milliseconds / 2;
        RoundTripMilliseconds = RoundTripMilliseconds is { } before ? before + ((milliseconds - before) / 8) : milliseconds;
        Failures = 0;
        Until = 0;
    }

    /// <summary>It has not answered.</summary>
    public void Failed(TimeProvider clock)
    {
        Failures++;
        Until = clock.GetTimestamp() + (clock.TimestampFrequency << Math.Min(Failures, MostBackOff));
    }

    /// <summary>It knows nothing of a zone that it should.</summary>
    public void IsLame(DomainName zone, long now)
    {
        if (_lame.Count == MostLame)
        {
            _lame.RemoveAt(0);
        }

        _lame.Add((zone, now));
    }

    /// <summary>Whether it was found to know nothing of a zone not long ago.</summary>
    public bool IsLameFor(DomainName zone, TimeProvider clock)
    {
        foreach (var (lame, since) in _lame)
        {
            if (lame == zone && clock.GetElapsedTime(since) < TimeSpan.FromMinutes(10))
            {
                return true;
            }
        }

        return false;
    }
}
