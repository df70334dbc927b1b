using System.Buffers.Binary;

namespace MirageGen.Dns.Secondary;

/// <summary>The intervals of a zone's SOA record (RFC 1035 section 3.3.13, RFC 1912 section 2.2), within bounds.</summary>
/// <param name="Refresh">How long after one look at the primary comes the next.</param>
/// <param name="Retry">How long after one in vain.</param>
/// <param name="Expire">How long a zone is served that no primary confirms.</param>
internal readonly record struct ZoneTimers(TimeSpan Refresh, TimeSpan Retry, TimeSpan Expire)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(7);

    /// <summary>Those of a zone that one has nothing of, after some looks in vain.</summary>
    public static TimeSpan RetryOfNothing(int tries, TransferLimits limits) =>
        TimeSpan.FromTicks(Math.Min(limits.LeastInterval.Ticks << Math.Min(tries, 6), TimeSpan.FromHours(1).Ticks));

    /// <summary>Reads those of a zone.</summary>
    public static ZoneTimers Of(Zone zone, TransferLimits limits)
    {
        var soa = zone.Soa.Data;
        return new(Bound(soa[^16..], limits), Bound(soa[^12..], limits), TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(soa[^8..])));
    }

    /// <summary>A little less than a pause, by chance, so that not everyone comes at once.</summary>
    public static TimeSpan Jitter(TimeSpan pause, IRandom random) => pause * (1 - (random.NextUInt32() / (10.0 * uint.MaxValue)));

    private static TimeSpan Bound(ReadOnlySpan<byte> seconds, TransferLimits limits)
    {
        var pause = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(seconds));
        return pause < limits.LeastInterval ? limits.LeastInterval : pause > LongestPause ? LongestPause : pause;
    }
}
