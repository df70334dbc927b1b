namespace MirageGen;

/// <summary>What sits on a <see cref="INetwork"/>: called on the loop for each frame of a batch, then once at its end.</summary>
public interface IFrameReceiver
{
    /// <summary>Takes one frame. Must not wait, must not throw on anything a frame can hold.</summary>
    /// <param name="frame">Valid during the call only, unless retained.</param>
    void Receive(in ReceivedFrame frame);

    /// <summary>The batch is over: acknowledge once for all of it, wake readers once.</summary>
    void EndOfBatch();
}
