using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.TcpIp;

/// <summary>One of <see cref="SpaceWaiters"/>; it is free again when its result is taken.</summary>
internal sealed class SpaceWaiter(Stack<SpaceWaiter> free) : IValueTaskSource
{
    private LoopCompletionCore<bool> _core;

    public ValueTask Task => new(this, _core.Version);

    public void Complete() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _core.Reset();
        free.Push(this);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);
}
