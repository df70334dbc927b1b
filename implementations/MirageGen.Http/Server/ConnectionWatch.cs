namespace MirageGen.Http;

/// <summary>
/// What one connection waits for and how long it may: plain numbers that are looked at on the server's tick.
/// </summary>
internal sealed class ConnectionWatch(CoarseClock clock, HttpServerOptions options)
{
    private TimeSpan _deadline;
    private TimeSpan _flushDeadline = TimeSpan.MaxValue;
    private TimeSpan _bodyWaitBegan;
    private TimeSpan _bodyWaited;
    private long _bodyBytes;

    /// <summary>What is being waited for from the client; a wait for it to take something goes beside it.</summary>
    public Awaited Awaited { get; private set; }

    /// <summary>Whether the client has taken too long to take what was sent.</summary>
    public bool IsFlushOverdue => clock.Now >= _flushDeadline;

    /// <summary>When a wait that begins now and may last so long is over: late by up to two ticks, never early.</summary>
    public TimeSpan DeadlineIn(TimeSpan time) => clock.Now + time + CoarseClock.Period;

    /// <summary>Begins a wait that has a deadline.</summary>
    public void Begin(Awaited awaited, TimeSpan deadline)
    {
        Awaited = awaited;
        _deadline = deadline;
    }

    /// <summary>Begins a wait for a body, which is judged by its rate.</summary>
    public void BeginBody()
    {
        Awaited = Awaited.Body;
        _bodyWaitBegan = clock.Now;
    }

    /// <summary>Ends whatever wait there is.</summary>
    public void End()
    {
        if (Awaited == Awaited.Body)
        {
            _bodyWaited += clock.Now - _bodyWaitBegan;
        }

        Awaited = Awaited.Nothing;
    }

    /// <summary>Begins a wait for the client to take something: a handler may read on meanwhile.</summary>
    public void BeginFlush(TimeSpan deadline) => _flushDeadline = deadline;

    /// <summary>Ends that wait.</summary>
    public void EndFlush() => _flushDeadline = TimeSpan.MaxValue;

    /// <summary>Begins counting a new body.</summary>
    public void ResetBody()
    {
        _bodyWaited = TimeSpan.Zero;
        _bodyBytes = 0;
    }

    public void CountBody(long octets) => _bodyBytes += octets;

    /// <summary>Whether the wait for something from the client has lasted too long.</summary>
    public bool IsOverdue() => Awaited switch
    {
        Awaited.Nothing => false,
        Awaited.Body => IsBodyTooSlow(_bodyWaited + (clock.Now - _bodyWaitBegan)),
        _ => clock.Now >= _deadline,
    };

    private bool IsBodyTooSlow(TimeSpan waited) =>
        waited > options.BodyRateGrace && _bodyBytes < options.MinBodyBytesPerSecond * waited.TotalSeconds;
}
