using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>The peer's timestamps (RFC 7323 sections 4.3 and 5).</summary>
internal struct PeerTimestamps
{
    /// <summary>After so long without news, the peer's clock may have gone half round (RFC 7323 section 5.5).</summary>
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(24);

    private TimeSpan _recentAt;

    /// <summary>Whether they are negotiated.</summary>
    public bool IsOn { get; private set; }

    /// <summary>TS.Recent: what we echo.</summary>
    public uint Recent { get; private set; }

    /// <summary>The peer's first timestamp, with its SYN.</summary>
    public void Begin(uint value, TimeSpan now) => (IsOn, Recent, _recentAt) = (true, value, now);

    /// <summary>Whether a segment is older than one that has arrived before (PAWS, RFC 7323 section 5.3 R1).</summary>
    public readonly bool IsOld(in TcpOptions options, TimeSpan now) =>
        IsOn && options.HasTimestamps && IsBefore(options.TimestampValue, Recent) && now - _recentAt < LongestValidity;

    /// <summary>Takes the timestamp of an acceptable segment that begins where we have acknowledged to, or before (section 4.3).</summary>
    public void Update(in TcpOptions options, TimeSpan now)
    {
        if (IsOn && options.HasTimestamps)
        {
            (Recent, _recentAt) = (options.TimestampValue, now);
        }
    }

    /// <summary>Whether one timestamp is older than another.</summary>
    public static bool IsBefore(uint value, uint other) => (int)(value - other) < 0;
}
