namespace MirageGen.Dns.Transfer;

/// <summary>Lets so many things be under way at once, and the others wait in their order.</summary>
internal sealed class Turns(int most)
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _taken;

    /// <summary>How many wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Waits for a turn.</summary>
    public async Task TakeAsync(CancellationToken stop)
    {
        if (_taken == most)
        {
            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            try
            {
                await turn.Task.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                // Who waits no more passes on what was given to him meanwhile.
                if (!turn.TrySetCanceled(stop))
                {
                    GiveBack();
                }

                throw;
            }

            return;
        }

        _taken++;
    }

    /// <summary>Gives a turn back.</summary>
    public void GiveBack()
    {
        while (_waiting.TryDequeue(out var next))
        {
            if (next.TrySetResult())
            {
                return;
            }
        }

        _taken--;
    }
}
