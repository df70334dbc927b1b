namespace MirageGen;

/// <summary>The side of a device that lends receive memory beyond the call of its receiver.</summary>
public interface IFrameRetainer
{
    /// <summary>Lends the frame that is being delivered.</summary>
    /// <param name="frame">The frame, as it was handed to the receiver.</param>
    /// <param name="retained">Its memory.</param>
    /// <returns>False when too much is lent already.</returns>
    bool TryRetain(in ReceivedFrame frame, out RetainedFrame retained);

    /// <summary>Takes memory back.</summary>
    /// <param name="token">The token of the retained frame.</param>
    void Release(int token);
}
