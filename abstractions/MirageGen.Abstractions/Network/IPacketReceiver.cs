namespace MirageGen;

/// <summary>A transport protocol on <see cref="IIp"/>: called on the loop for each packet of a batch, then once at its end.</summary>
public interface IPacketReceiver
{
    /// <summary>Takes one packet. Must not wait, must not throw on anything a packet can hold.</summary>
    /// <param name="header">Between whom it travelled.</param>
    /// <param name="frame">The frame it came in, or the reassembled packet; valid during the call only, unless retained.</param>
    /// <param name="payloadOffset">Where the payload begins in the frame; what follows it is payload to the end.</param>
    void Receive(in IpHeader header, in ReceivedFrame frame, int payloadOffset);

    /// <summary>Takes a report that a packet of this protocol was not delivered. Must not throw on anything it can hold.</summary>
    /// <param name="error">Valid during the call only; what it quotes is not to be trusted.</param>
    void ReceiveError(in IpError error);

    /// <summary>The batch is over.</summary>
    void EndOfBatch();
}
