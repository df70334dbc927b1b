namespace MirageGen;

/// <summary>What sits on a <see cref="INetwork"/>: called on the loop for each frame of a batch, then once at its end.</summary>
public interface IFrameReceiver
{
    /// <summary>Takes one frame. Must not wait, must not throw on anything a frame can hold.</summary>
    /// <param name="frame">Valid during the call only, unless retained.</param>
    void Receive(in ReceivedFrame frame);

    /// <summary>The batch is over: acknowledge once for all of it, wake readers once.</summary>
    void EndOfBatch();

    /// <summary>
    /// The device had no carrier and has one again, perhaps at another place: who has addresses on it tells the link where they are.
    /// Not called when the device comes up first.
    /// </summary>
    void CarrierReturned()
    {
    }
}
