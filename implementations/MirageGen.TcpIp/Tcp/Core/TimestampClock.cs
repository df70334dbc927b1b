namespace MirageGen.TcpIp.Tcp;

/// <summary>Our clock as the timestamps option shows it: a tick a millisecond (RFC 7323 section 5.4).</summary>
/// <param name="offset">Its value at the loop's time zero.</param>
internal readonly struct TimestampClock(uint offset)
{
    /// <summary>The timestamp of a time.</summary>
    public uint At(TimeSpan time) => (uint)(time.Ticks / TimeSpan.TicksPerMillisecond) + offset;

    /// <summary>How long ago an echoed timestamp was sent; negative when it cannot have been.</summary>
    public TimeSpan Since(uint echo, TimeSpan now) => TimeSpan.FromMilliseconds((int)(At(now) - echo));
}
