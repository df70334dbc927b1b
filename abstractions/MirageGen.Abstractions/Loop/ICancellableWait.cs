namespace MirageGen.Loop;

/// <summary>Something that waits on the loop and may be told to give up; see <see cref="WaitCancellation"/>.</summary>
public interface ICancellableWait
{
    /// <summary>The loop it waits on.</summary>
    EventLoop Loop { get; }

    /// <summary>Ends the present wait if its token is cancelled. Called on the loop; must not throw.</summary>
    void CancelWait();
}
