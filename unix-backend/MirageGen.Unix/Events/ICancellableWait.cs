using MirageGen.Loop;

namespace MirageGen.Unix.Events;

/// <summary>Something that waits on the loop and may be told to give up.</summary>
internal interface ICancellableWait
{
    /// <summary>The loop it waits on.</summary>
    EventLoop Loop { get; }

    /// <summary>Ends the present wait if its token is cancelled. Called on the loop.</summary>
    void CancelWait();
}
