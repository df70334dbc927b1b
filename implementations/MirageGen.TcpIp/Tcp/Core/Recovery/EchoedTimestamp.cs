using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>The timestamp of ours that an acknowledgment echoes, if any (RFC 7323 section 4).</summary>
internal readonly struct EchoedTimestamp(in TcpOptions options, TimestampClock clock)
{
    private readonly TimestampClock _clock = clock;

    /// <summary>Whether there is one.</summary>
    public bool IsPresent { get; } = options.HasTimestamps && options.TimestampEcho != 0;

    /// <summary>The timestamp.</summary>
    public uint Value { get; } = options.TimestampEcho;

    /// <summary>Whether it is older than what was sent at a time.</summary>
    public bool IsBefore(TimeSpan sentAt) => IsPresent && (int)(Value - _clock.At(sentAt)) < 0;
}
