namespace MirageGen.Storage.Log;

/// <summary>Lets one write at a time, and the others wait in their order. Whose turn it is goes on in a later turn of the loop.</summary>
internal sealed class WriteTurns
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits for a turn.</summary>
    public ValueTask TakeAsync(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellation);
        }

        if (!_isTaken)
        {
            _isTaken = true;
            return ValueTask.CompletedTask;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(turn);
        return new(cancellation.CanBeCanceled ? WaitAsync(turn, cancellation) : turn.Task);
    }

    /// <summary>Gives a turn back.</summary>
    public void GiveBack()
    {
        while (_waiting.TryDequeue(out var next))
        {
            // Who has given up is still in the queue.
            if (next.TrySetResult())
            {
                return;
            }
        }

        _isTaken = false;
    }

    // Who was given his turn before he gave up has it.
    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellation)
    {
        using (cancellation.UnsafeRegister(
            static (turn, cancellation) => _ = ((TaskCompletionSource)turn!).TrySetCanceled(cancellation), turn))
        {
            await turn.Task;
        }
    }
}
