using MirageGen.Loop;

namespace MirageGen.TcpIp;

/// <summary>
/// Packets that this host sends to itself. They arrive in the loop's next turn, so that nobody is called back from within
/// their own sending.
/// </summary>
internal sealed class LoopbackQueue(Ip host)
{
    /// <summary>The most packets that wait.</summary>
    public const int MostPackets = 256;

    /// <summary>The most octets that wait.</summary>
    public const int MostOctets = 1024 * 1024;

    private const int UsualOctets = 2048;

    private readonly Queue<LoopedPacket> _waiting = new();
    private readonly Stack<byte[]> _free = new();
    private int _octets;
    private int _freeOctets;
    private bool _isScheduled;

    /// <summary>Takes a copy of a packet.</summary>
    /// <param name="header">Between whom it travels.</param>
    /// <param name="packet">The packet with its IP header.</param>
    /// <param name="headerOctets">Octets of the IP header.</param>
    /// <param name="isChecksumMade">Whether the transport checksum is whole.</param>
    public void Add(in IpHeader header, ReadOnlySpan<byte> packet, int headerOctets, bool isChecksumMade)
    {
        if (_waiting.Count >= MostPackets || _octets + packet.Length > MostOctets)
        {
            host.Counters.LoopFull.Increment();
            return;
        }

        var memory = Take(packet.Length);
        packet.CopyTo(memory);
        _octets += packet.Length;
        _waiting.Enqueue(new(header, memory, packet.Length, headerOctets, isChecksumMade));
        Schedule();
    }

    private void Schedule()
    {
        if (!_isScheduled && _waiting.Count > 0)
        {
            _isScheduled = true;
            EventLoop.Current!.Enqueue(static queue => ((LoopbackQueue)queue!).Deliver(), this);
        }
    }

    private byte[] Take(int octets)
    {
        if (!_free.TryPop(out var memory))
        {
            return new byte[Math.Max(octets, UsualOctets)];
        }

        _freeOctets -= memory.Length;
        return memory.Length >= octets ? memory : new byte[octets];
    }

    private void GiveBack(byte[] memory)
    {
        if (_freeOctets + memory.Length <= MostOctets)
        {
            _freeOctets += memory.Length;
            _free.Push(memory);
        }
    }

    private void Deliver()
    {
        // What the receivers send to this host meanwhile waits for its own turn.
        for (var left = _waiting.Count; left > 0; left--)
        {
            var packet = _waiting.Dequeue();
            _octets -= packet.Length;
            host.Counters.Looped.Increment();
            var facts = new ReceiveFacts(packet.IsChecksumMade ? ReceiveChecksum.Unchecked : ReceiveChecksum.Partial);
            var frame = new ReceivedFrame(packet.Memory.AsSpan(0, packet.Length), facts: facts);
            if (host.Tables.Interfaces.Count > 0)
            {
                var arrival = host.Tables.OwnerOf(packet.Header.Destination) ?? host.Tables.Interfaces[0];
                host.Input.Deliver(new(arrival, packet.Header, frame, 0, packet.HeaderOctets, isToGroup: false));
            }

            GiveBack(packet.Memory);
        }

        host.Input.EndOfBatch();
        _isScheduled = false;
        Schedule();
    }
}
