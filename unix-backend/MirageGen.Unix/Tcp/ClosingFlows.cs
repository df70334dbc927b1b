using MirageGen.Loop;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// The flows that their applications have left: those with something still to be sent, and those that wait for the
/// peer's end. Each has a limited time, and there is a limit to their number.
/// </summary>
internal sealed class ClosingFlows
{
    /// <summary>How long a peer may take nothing before the connection is reset.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may take to end its own direction once everything has been sent.</summary>
    public static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    /// <summary>When more than so many linger, the oldest gives way.</summary>
    public const int MostLingering = 4096;

    private readonly ExpiryList<SocketFlow> _draining;
    private readonly ExpiryList<SocketFlow> _lingering;
    private LoopCompletion<bool>? _emptied;

    public ClosingFlows(EventLoop loop)
    {
        _draining = new(loop.Timers, DrainTime, static flow => flow.OnExpired());
        _lingering = new(loop.Timers, LingerTime, static flow => flow.OnExpired());
    }

    /// <summary>How many there are.</summary>
    public int Count => _draining.Count + _lingering.Count;

    /// <summary>A flow that has something left to send and nobody who waits for it.</summary>
    public void Drain(SocketFlow flow) => _draining.Add(flow.Expiry ??= new(flow));

    /// <summary>A flow that has sent everything and whose peer has not ended.</summary>
    public void Linger(SocketFlow flow)
    {
        Remove(flow);
        if (_lingering.Count >= MostLingering)
        {
            _lingering.First!.OnExpired();
        }

        _lingering.Add(flow.Expiry ??= new(flow));
    }

    /// <summary>The peer took something: it is given the whole time again.</summary>
    public void NoteProgress(SocketFlow flow)
    {
        if (flow.Expiry is { } entry && entry.List == _draining)
        {
            _draining.Add(entry);
        }
    }

    /// <summary>The flow has ended.</summary>
    public void Remove(SocketFlow flow)
    {
        if (flow.Expiry is not { } entry)
        {
            return;
        }

        _draining.Remove(entry);
        _lingering.Remove(entry);
        if (Count == 0 && _emptied is { IsCompleted: false } emptied)
        {
            emptied.SetResult(true);
        }
    }

    /// <summary>Completes when there are none, or after some time.</summary>
    public async ValueTask WaitAsync(EventLoop loop, TimeSpan atMost)
    {
        if (Count == 0)
        {
            return;
        }

        _emptied = new();
        using var timer = loop.Timers.Create(
            static emptied =>
            {
                if (emptied is LoopCompletion<bool> { IsCompleted: false } waiting)
                {
                    waiting.SetResult(false);
                }
            },
            _emptied);
        timer.Start(atMost);
        await _emptied.Task;
    }
}
