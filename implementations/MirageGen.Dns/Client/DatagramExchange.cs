using MirageGen.Loop;

namespace MirageGen.Dns.Client;

/// <summary>One question on its way over UDP. What does not answer it is passed over; after too much of that, it ends.</summary>
internal sealed class DatagramExchange(SentQuery query, IpEndpoint server)
{
    /// <summary>How many datagrams that answer something else are borne: guesses of a forger.</summary>
    private const int MostMismatches = 16;

    private readonly LoopCompletion<Reply> _done = new();
    private int _mismatches;

    /// <summary>Sends the question and waits for what comes.</summary>
    public async ValueTask<Reply> RunAsync(IUdpSocket socket, TimeSpan timeout, TimeProvider clock, CancellationToken stop)
    {
        if (!socket.TryReserve(new(server), Query.MaxOctets, out var room))
        {
            return new(ReplyKind.Unreachable, []);
        }

        socket.ErrorReceived += ReceiveError;
        socket.Send(query.Write(room));
        using var timer = clock.CreateTimer(
            static exchange => ((DatagramExchange)exchange!).End(ReplyKind.TimedOut), this, timeout, Timeout.InfiniteTimeSpan);
        using var registration = stop.UnsafeRegister(
            static exchange => ((DatagramExchange)exchange!).End(ReplyKind.Cancelled), this);
        var reply = await _done.Task;
        socket.ErrorReceived -= ReceiveError;
        return reply;
    }

    /// <summary>Takes a datagram.</summary>
    public void Receive(IUdpSocket socket, in Datagram datagram)
    {
        if (_done.IsCompleted)
        {
            return;
        }

        // Who sends from elsewhere did not see the question, so that nothing of it is worth a guess.
        var match = datagram.Path.Remote == server ? query.Judge(datagram.Payload) : ReplyMatch.No;
        switch (match)
        {
            case ReplyMatch.Yes:
                _done.SetResult(new(ReplyKind.Answered, query.Restore(datagram.Payload.ToArray())));
                break;
            case ReplyMatch.OtherCase:
                End(ReplyKind.CaseLost);
                break;
            default:
                if (++_mismatches >= MostMismatches)
                {
                    End(ReplyKind.Suspicious);
                }

                break;
        }
    }

    private void ReceiveError(IUdpSocket socket, in DatagramPath path, IpErrorKind kind)
    {
        if (path.Remote == server && kind != IpErrorKind.TooBig)
        {
            End(ReplyKind.Unreachable);
        }
    }

    private void End(ReplyKind kind)
    {
        if (!_done.IsCompleted)
        {
            _done.SetResult(new(kind, []));
        }
    }
}
