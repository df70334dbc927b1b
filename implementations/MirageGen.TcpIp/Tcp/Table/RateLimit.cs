namespace MirageGen.TcpIp.Tcp;

/// <summary>Bounds how often something is done: so many times within each second. A mutable struct: keep it in a field.</summary>
/// <param name="perSecond">How many times.</param>
internal struct RateLimit(int perSecond)
{
    private TimeSpan _until;
    private int _left;

    /// <summary>Whether it may be done once more, which then counts.</summary>
    /// <param name="now">The loop's time.</param>
    public bool TryTake(TimeSpan now)
    {
        if (now >= _until)
        {
            _until = now + TimeSpan.FromSeconds(1);
            _left = perSecond;
        }

        return _left-- > 0;
    }
}
