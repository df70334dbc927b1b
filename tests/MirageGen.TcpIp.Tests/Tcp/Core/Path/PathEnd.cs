using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Path;

/// <summary>
/// A connection's core with an application on it that sends a stream of known octets, finishes, and checks what it reads; and with
/// the buffer that a device has, so that an octet that the core misplaces is found.
/// </summary>
internal sealed class PathEnd(string name, TcpConnection core, long toSend, int ringOctets)
{
    private readonly byte[] _ring = new byte[ringOctets];
    private readonly byte _own = (byte)name[0];
    private long _written;
    private bool _finished;

    public TcpConnection Core { get; } = core;

    public string Name { get; } = name;

    /// <summary>Octets read and found right.</summary>
    public long Read { get; private set; }

    /// <summary>Most octets that the application takes at once; less than all of them makes the window close.</summary>
    public int ReadOctets { get; init; } = int.MaxValue;

    /// <summary>Between looks of the application; zero for at once.</summary>
    public TimeSpan ReadEvery { get; init; }

    /// <summary>Most octets that it writes at once.</summary>
    public int WriteOctets { get; init; } = int.MaxValue;

    /// <summary>Whether the application is going to look.</summary>
    public bool IsReadingLater { get; set; }

    public TcpEvents Events { get; private set; }

    public PathEnd? Peer { get; set; }

    public bool IsDone => (Events.HasFlag(TcpEvents.Closed) || Core.State == TcpState.TimeWait) && Core.Readable == 0;

    /// <summary>What lies at an offset of an end's stream.</summary>
    public static byte OctetAt(byte own, long offset) => (byte)((offset * 31) ^ (offset >> 8) ^ own);

    public void Receive(CarriedSegment segment, TimeSpan now)
    {
        var arrival = Core.Receive(segment.Header, segment.Payload.Length, segment.Facts, now);
        Assert.True(arrival.Length >= 0 && arrival.PayloadStart >= 0);
        Assert.True(arrival.PayloadStart + arrival.Length <= segment.Payload.Length);
        for (var i = 0; i < arrival.Length; i++)
        {
            _ring[(arrival.Offset + i) % _ring.Length] = segment.Payload[arrival.PayloadStart + i];
        }

        if (arrival.Length > 0)
        {
            Assert.InRange(arrival.Offset + arrival.Length, Read, Read + Math.Min(Core.ReceiveCapacity, _ring.Length));
        }
    }

    /// <summary>Lets the application write what fits, at most <see cref="WriteOctets"/>, and finish.</summary>
    /// <returns>Whether it did any.</returns>
    public bool Write()
    {
        if (Core.State is TcpState.Closed or TcpState.SynSent or TcpState.SynReceived)
        {
            return false;
        }

        var room = Core.SendCapacity - (_written - Core.Acknowledged);
        var octets = (int)Math.Min(Math.Min(room, WriteOctets), toSend - _written);
        if (octets > 0)
        {
            _written += octets;
            Core.Write(octets);
        }

        if (_written == toSend && !_finished)
        {
            _finished = true;
            Core.Finish();
            return true;
        }

        return octets > 0;
    }

    /// <summary>Lets the application read.</summary>
    public void TakeReadable(TimeSpan now)
    {
        var octets = (int)Math.Min(Core.Readable, ReadOctets);
        if (octets == 0)
        {
            return;
        }

        for (var i = 0; i < octets; i++)
        {
            if (_ring[(Read + i) % _ring.Length] != OctetAt(Peer!._own, Read + i))
            {
                Assert.Fail($"{Name} read something else than was sent at offset {Read + i}");
            }
        }

        Read += octets;
        Core.Consume(octets, now);
    }

    public void TakeEvents() => Events |= Core.TakeEvents();

    /// <summary>The segments that a device makes of a plan.</summary>
    public IEnumerable<CarriedSegment> Cut(TcpPlan plan)
    {
        Assert.True(plan.Octets == 0 || (plan.Offset >= Core.Acknowledged && plan.Offset + plan.Octets <= _written), $"{Name} plans octets that are not in the buffer");
        var size = plan.Segments == 1 ? plan.Octets : plan.SegmentOctets;
        for (var i = 0; i < plan.Segments; i++)
        {
            var header = plan.Header;
            var start = i * size;
            var octets = Math.Min(size, plan.Octets - start);
            header.Sequence = plan.Header.Sequence + start;
            header.Flags &= i < plan.Segments - 1 ? ~(TcpFlags.Fin | TcpFlags.Psh) : header.Flags;
            header.Flags &= i > 0 ? ~TcpFlags.Cwr : header.Flags;
            var payload = new byte[octets];
            for (var j = 0; j < octets; j++)
            {
                payload[j] = OctetAt(_own, plan.Offset + start + j);
            }

            yield return new CarriedSegment(header, payload, default);
        }
    }
}
