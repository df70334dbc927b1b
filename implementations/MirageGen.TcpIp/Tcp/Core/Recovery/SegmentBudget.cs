namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The slots that the scoreboards of a whole device have together: what was handed over by reference takes nothing of the buffers,
/// and yet its sender has to remember each segment.
/// </summary>
/// <param name="limit">How many there are to be. Who grows asks first, and may exceed it by what one step takes.</param>
internal sealed class SegmentBudget(long limit)
{
    /// <summary>Slots in use.</summary>
    public long Slots { get; set; }

    /// <summary>Whether no scoreboard is to grow.</summary>
    public bool IsSpent => Slots >= limit;
}
