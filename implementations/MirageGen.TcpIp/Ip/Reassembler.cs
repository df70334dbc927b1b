using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Puts fragments together, of both versions of IP (RFC 791 section 3.2, RFC 8200 section 4.5). Overlapping fragments
/// void their packet: RFC 5722 has it so for IPv6, and for IPv4 nobody sends them who means well. An exact repetition is
/// ignored.
/// </summary>
internal sealed class Reassembler : IDisposable
{
    /// <summary>The most packets that are incomplete at once.</summary>
    public const int MostPackets = 64;

    /// <summary>The most incomplete packets of one sender.</summary>
    public const int MostPacketsEach = 16;

    /// <summary>The most octets of memory for all of them.</summary>
    public const int MostOctets = 1024 * 1024;

    private static readonly TimeSpan TimeoutV4 = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeoutV6 = TimeSpan.FromSeconds(60);

    private readonly List<FragmentedPacket> _packets = [];
    private readonly Stack<FragmentedPacket> _free = new();
    private readonly IpCounters _counters;
    private readonly Alarm _alarm;

    public Reassembler(TimeProvider clock, IpCounters counters)
    {
        _counters = counters;
        _alarm = new(clock, Expire);
    }

    /// <summary>Hears of each packet that has timed out and whose first fragment had arrived.</summary>
    public Action<FragmentedPacket>? TimedOut { get; set; }

    public int Count => _packets.Count;

    public int MemoryOctets { get; private set; }

    /// <summary>Adds a fragment.</summary>
    /// <param name="key">Which packet it is of.</param>
    /// <param name="header">Its header, to stand in front of the whole; used when it is the first.</param>
    /// <param name="start">Where it belongs, in octets.</param>
    /// <param name="hasMore">Whether others follow it.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="offset">Where its payload begins in the frame.</param>
    /// <param name="ecn">The ECN field of its header.</param>
    /// <returns>The whole packet, when this was what it lacked; to be released.</returns>
    public FragmentedPacket? Add(
        in FragmentKey key, ReadOnlySpan<byte> header, int start, bool hasMore, in ReceivedFrame frame, int offset, byte ecn)
    {
        _counters.FragmentsReceived.Increment();
        var octets = frame.Length - offset;
        // All but the last have a multiple of eight octets; none is empty, or reaches beyond the largest packet.
        if (octets <= 0 || (hasMore && octets % 8 != 0) || start + octets > MostPayload(key))
        {
            _counters.FragmentsBad.Increment();
            return null;
        }

        var packet = Find(key) ?? Begin(key);
        if (packet.IsPoisoned)
        {
            _counters.FragmentsBad.Increment();
            return null;
        }

        MemoryOctets -= packet.MemoryOctets;
        var isGood = packet.TryAdd(start, hasMore, frame, offset, ecn);
        MemoryOctets += packet.MemoryOctets;
        if (!isGood)
        {
            _counters.FragmentsBad.Increment();
            return null;
        }

        if (start == 0)
        {
            packet.SetHeader(header);
        }

        if (packet.IsComplete)
        {
            _packets.Remove(packet);
            _counters.Reassembled.Increment();
            return packet;
        }

        EvictDownTo(MostOctets, packet);
        return null;
    }

    /// <summary>Takes back a packet that was handed out.</summary>
    public void Release(FragmentedPacket packet)
    {
        MemoryOctets -= packet.MemoryOctets;
        packet.End();
        _free.Push(packet);
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>The length of an IPv4 packet counts its header, that of an IPv6 packet does not.</summary>
    private static int MostPayload(in FragmentKey key) =>
        ushort.MaxValue - (key.Source.IsV4 ? IPv4Packet.MinHeaderOctets : 0);

    private FragmentedPacket? Find(in FragmentKey key)
    {
        foreach (var packet in _packets)
        {
            if (packet.Key == key)
            {
                return packet;
            }
        }

        return null;
    }

    private FragmentedPacket Begin(in FragmentKey key)
    {
        if (_packets.Count >= MostPackets)
        {
            GiveUp(_packets[0]);
        }

        // One sender's fragments push out its own first.
        var count = 0;
        FragmentedPacket? oldest = null;
        foreach (var other in _packets)
        {
            if (other.Key.Source == key.Source)
            {
                count++;
                oldest ??= other;
            }
        }

        if (count >= MostPacketsEach)
        {
            GiveUp(oldest!);
        }

        if (!_free.TryPop(out var packet))
        {
            packet = new();
        }

        var deadline = _alarm.Now + (key.Source.IsV4 ? TimeoutV4 : TimeoutV6);
        packet.Begin(key, deadline);
        _packets.Add(packet);
        _alarm.Set(deadline);
        return packet;
    }

    private void EvictDownTo(int octets, FragmentedPacket except)
    {
        while (MemoryOctets > octets && _packets.Find(packet => packet != except && packet.MemoryOctets > 0) is { } oldest)
        {
            GiveUp(oldest);
        }
    }

    private void GiveUp(FragmentedPacket packet)
    {
        _counters.ReassemblyEvicted.Increment();
        _packets.Remove(packet);
        Release(packet);
    }

    private void Expire()
    {
        var now = _alarm.Now;
        for (var i = _packets.Count - 1; i >= 0; i--)
        {
            var packet = _packets[i];
            if (packet.Deadline > now)
            {
                _alarm.Set(packet.Deadline);
                continue;
            }

            _packets.RemoveAt(i);
            _counters.ReassemblyTimeout.Increment();
            if (packet.HeaderOctets > 0)
            {
                TimedOut?.Invoke(packet);
            }

            Release(packet);
        }
    }
}
