namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>A protocol that keeps what IP brings it.</summary>
internal sealed class ErrorListener : IPacketReceiver
{
    public List<(IpErrorKind Kind, IpHeader Packet, byte[] Payload)> Errors { get; } = [];

    public List<(IpHeader Header, byte[] Payload, ReceiveFacts Facts)> Packets { get; } = [];

    public int Batches { get; private set; }

    public void Receive(in IpHeader header, in ReceivedFrame frame, int payloadOffset)
    {
        var payload = new byte[frame.Length - payloadOffset];
        frame.CopyTo(payloadOffset, payload);
        Packets.Add((header, payload, frame.Facts));
    }

    public void ReceiveError(in IpError error) => Errors.Add((error.Kind, error.Packet, error.Payload.ToArray()));

    public void EndOfBatch() => Batches++;
}
