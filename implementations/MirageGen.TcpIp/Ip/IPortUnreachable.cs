namespace MirageGen.TcpIp;

/// <summary>
/// What UDP asks of the IP under it when nobody has a port: an error to the sender. An IP that is not ours may not know
/// how; then the sender is not told.
/// </summary>
internal interface IPortUnreachable
{
    /// <summary>Tells the sender of the packet that is being delivered.</summary>
    /// <param name="header">Between whom it travelled.</param>
    /// <param name="frame">Its frame, as it was handed to the protocol.</param>
    /// <param name="payloadOffset">Where its payload begins.</param>
    void Report(in IpHeader header, in ReceivedFrame frame, int payloadOffset);
}
