namespace MirageGen.TcpIp;

/// <summary>
/// Lets so much through each second, and a little at once. How much at once varies by chance: an exact limit for all
/// peers together would tell each what the others do (RFC 5452 section 9 has an attacker who counts).
/// </summary>
internal sealed class RateLimit(TimeProvider clock, IRandom random, int perSecond, int burst)
{
    private long _last = clock.GetTimestamp();
    private double _credit = burst;

    /// <summary>Takes one, if there is one left.</summary>
    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        if (_credit < burst)
        {
            var gained = perSecond * clock.GetElapsedTime(_last, now).TotalSeconds;
            _credit = Math.Min(burst, _credit + gained);
            if (_credit >= burst)
            {
                _credit -= random.NextUInt32() % (uint)Math.Max(1, burst / 10);
            }
        }

        _last = now;
        if (_credit < 1)
        {
            return false;
        }

        _credit--;
        return true;
    }
}
