namespace MirageGen.TestKit;

/// <summary>
/// The life of a host from one crash to the next. Code that a crash has interrupted must not run on, nor clean up:
/// devices made in a life that is over complete nothing and do nothing any more, so that whoever awaits them is left
/// where the crash found him.
/// </summary>
internal sealed class HostLife
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOver { get; private set; }

    /// <summary>Never completes.</summary>
    public Task Never => _never.Task;

    public void End() => IsOver = true;
}
