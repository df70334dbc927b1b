namespace MirageGen.Storage.Log;

/// <summary>A half of the disk, and who reads from it.</summary>
internal sealed class LogHalf(DiskPlan plan, int index)
{
    private int _readers;
    private TaskCompletionSource? _idle;

    /// <summary>0 or 1.</summary>
    public int Index => index;

    /// <summary>The sector of its header.</summary>
    public long HeaderSector { get; } = plan.HeaderSectorOf(index);

    /// <summary>Its first sector.</summary>
    public long StartSector { get; } = plan.StartSectorOf(index);

    public void BeginRead() => _readers++;

    public void EndRead()
    {
        if (--_readers == 0)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    /// <summary>Completes when nobody reads from it; who has found his value here before it was moved may still do so.</summary>
    public Task WaitUntilIdleAsync() => _readers == 0
        ? Task.CompletedTask
        : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
