using System.Buffers.Binary;

namespace MirageGen.Unix.Tests;

/// <summary>The least that a ping needs: answers ARP requests (RFC 826) and echo requests (RFC 792) for one address.</summary>
internal sealed class PingResponder(INetwork network, byte[] address) : IFrameReceiver
{
    private const int IcmpChecksumOffset = 36;

    public void Receive(in ReceivedFrame frame)
    {
        var type = BinaryPrimitives.ReadUInt16BigEndian(frame.Head[12..]);
        if (type == (ushort)EtherType.Arp && frame.Head[38..42].SequenceEqual(address))
        {
            var answer = Reserve(frame);
            frame.Head[22..32].CopyTo(answer[32..]);
            network.Address.CopyTo(answer[22..]);
            address.CopyTo(answer[28..]);
            answer[21] = 2;
            network.Send(42);
        }
        else if (type == (ushort)EtherType.IPv4 && frame.Head[23] == (byte)IpProtocol.Icmp && frame.Head[34] == 8)
        {
            var answer = Reserve(frame);
            frame.Head[26..30].CopyTo(answer[30..]);
            frame.Head[30..34].CopyTo(answer[26..]);
            answer[34] = 0;

            // The type sank by 8, so the sum's complement rises by as much (RFC 1624).
            var sum = BinaryPrimitives.ReadUInt16BigEndian(answer[IcmpChecksumOffset..]) + 0x0800;
            BinaryPrimitives.WriteUInt16BigEndian(answer[IcmpChecksumOffset..], (ushort)(sum + (sum >> 16)));
            network.Send(frame.Length);
        }
    }

    public void EndOfBatch()
    {
    }

    /// <summary>A copy of the frame on its way back.</summary>
    private Span<byte> Reserve(in ReceivedFrame frame)
    {
        Assert.True(network.TryReserve(frame.Length, out var answer));
        frame.CopyTo(0, answer);
        frame.Head[6..12].CopyTo(answer);
        network.Address.CopyTo(answer[6..]);
        return answer;
    }
}
