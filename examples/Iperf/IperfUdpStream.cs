/// <summary>Datagrams between two ports: sends them at a rate, or counts those that arrive.</summary>
public sealed class IperfUdpStream(IUdpSocket socket, DatagramPath path, IperfParameters parameters, TimeProvider clock) : IperfStream
{
    /// <summary>The most datagrams that are sent without letting others have their turn.</summary>
    private const int MostAtOnce = 64;

    private const int BitsPerOctet = 8;

    // iperf3 looks what is due as often.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    private readonly IperfArrivals _arrivals = new();
    private readonly TaskCompletionSource _end = new();
    private readonly long _start = clock.GetTimestamp();
    private bool _isOver;
    private ulong _sent;
    private ulong _omitted;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    private bool IsWide => parameters.UdpCounters64Bit != 0;

    public override async Task SendAsync(long most)
    {
        var start = Now;
        while (!_isOver && Octets < most)
        {
            var due = parameters.Bandwidth > 0 ? (ulong)((Now - start).TotalSeconds * parameters.Bandwidth / BitsPerOctet / parameters.Len) + 1 : ulong.MaxValue;
            var count = 0;
            while (count < MostAtOnce && _sent < due && Octets < most && TrySend())
            {
                count++;
            }

            if (count == MostAtOnce)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(Pace, clock, CancellationToken.None);
            }
        }
    }

    public override Task ReceiveAsync() => _end.Task;

    /// <summary>
    /// A datagram of the stream has arrived; it may be one that was sent after the word that the test has begun, and came
    /// before it.
    /// </summary>
    public void Take(ReadOnlySpan<byte> payload)
    {
        if (!_isOver && IperfDatagram.TryRead(payload, IsWide, out var datagram))
        {
            _arrivals.Add(datagram, Now);
            Octets += payload.Length;
        }
    }

    public override void Omit()
    {
        base.Omit();
        _arrivals.Omit();
        _omitted = _sent;
    }

    public override void End()
    {
        _isOver = true;
        _ = _end.TrySetResult();
    }

    public override void Abort() => End();

    public override IperfStreamResults Results(int id, TimeSpan time) => base.Results(id, time) with
    {
        Jitter = _arrivals.Jitter,
        Errors = _arrivals.Lost,
        OmittedErrors = _arrivals.OmittedLost,
        Packets = Math.Max(_sent, _arrivals.Highest),
        OmittedPackets = Math.Max(_omitted, _arrivals.OmittedHighest),
    };

    private bool TrySend()
    {
        if (!socket.TryReserve(path, parameters.Len, out var room))
        {
            return false;
        }

        new IperfDatagram(Now, ++_sent).Write(room[..parameters.Len], IsWide);
        socket.Send(parameters.Len);
        Octets += parameters.Len;
        return true;
    }
}
