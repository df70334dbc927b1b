using System.Runtime.CompilerServices;

namespace MirageGen.TcpIp;

/// <summary>
/// Shares a device's one wait for space among all who wait: when there is space again, each tries, in the order in which
/// they came. Allocates only when more wait than ever before.
/// </summary>
internal sealed class SpaceWaiters
{
    private readonly Func<ValueTask> _wait;
    private readonly Action _onSpace;
    private readonly Stack<SpaceWaiter> _free = new();
    private readonly Queue<SpaceWaiter> _waiting = new();
    private ValueTaskAwaiter _awaiter;
    private bool _isWaiting;

    /// <summary>Shares a wait.</summary>
    /// <param name="wait">The wait that knows one waiter at a time.</param>
    public SpaceWaiters(Func<ValueTask> wait)
    {
        _wait = wait;
        _onSpace = OnSpace;
    }

    /// <summary>Completes when there is space.</summary>
    public ValueTask WaitAsync()
    {
        if (!_isWaiting)
        {
#pragma warning disable CA2012 // It is consumed once: here when it is complete, else when it calls back.
            var awaiter = _wait().GetAwaiter();
#pragma warning restore CA2012
            if (awaiter.IsCompleted)
            {
                awaiter.GetResult();
                return default;
            }

            _isWaiting = true;
            _awaiter = awaiter;
            awaiter.UnsafeOnCompleted(_onSpace);
        }

        if (!_free.TryPop(out var waiter))
        {
            waiter = new(_free);
        }

        _waiting.Enqueue(waiter);
        return waiter.Task;
    }

    private void OnSpace()
    {
        _isWaiting = false;
        _awaiter.GetResult();
        for (var left = _waiting.Count; left > 0; left--)
        {
            _waiting.Dequeue().Complete();
        }
    }
}
