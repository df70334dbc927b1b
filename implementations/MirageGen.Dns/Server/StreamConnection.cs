using System.IO.Pipelines;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>
/// A connection of a client (RFC 7766). Questions are answered as they come; transfers and updates take longer, and what comes
/// behind them does not wait for them (section 6.2.1.1): a turn takes requests in, then sends one more message of one transfer.
/// </summary>
internal sealed class StreamConnection : IDisposable
{
    /// <summary>How many octets of responses are written at most before they are sent, however many requests have arrived.</summary>
    private const int MostUnsentOctets = 64 * 1024;

    /// <summary>How many transfers go on at once; another one waits for its turn, and what is behind it too.</summary>
    private const int MostTransfers = 4;

    /// <summary>How many updates go on at once; another one waits for its turn, and what is behind it too.</summary>
    private const int MostUpdates = 8;

    private readonly DnsService _service;
    private readonly ITcpFlow _flow;
    private readonly IdleTimer _idle;
    private readonly Requester _client;
    private readonly CancellationToken _stop;
    private readonly Queue<OutgoingTransfer> _transfers = new();
    private readonly Queue<Task<ReadOnlyMemory<byte>>> _updates = new();
    private int _unsent;
    private bool _isSound = true;
    private bool _hasInputEnded;
    private bool _isFull;

    /// <summary>Makes one.</summary>
    public StreamConnection(DnsService service, ITcpFlow flow, IdleTimer idle, in Requester client, CancellationToken stop)
    {
        _service = service;
        _flow = flow;
        _idle = idle;
        _client = client;
        _stop = stop;
    }

    private bool IsOver => _transfers.Count + _updates.Count == 0 && (_hasInputEnded || _idle.HasExpired);

    /// <summary>Answers until the client has no more requests or none for too long, or takes no more responses.</summary>
    public async Task RunAsync()
    {
        while (!IsOver)
        {
            if ((_hasInputEnded || _isFull) && _transfers.Count == 0 && _updates.TryPeek(out var update))
            {
                await update;
            }

            if (_hasInputEnded)
            {
                // What is under way is ended.
            }
            else if (_transfers.Count == 0)
            {
                TakeIn(await _flow.Input.ReadAsync(_stop));
            }
            else if (_flow.Input.TryRead(out var arrived))
            {
                TakeIn(arrived);
            }

            WriteUpdates();
            if (!_isSound)
            {
                _flow.Abort("what was sent is no request");
                return;
            }

            if (_unsent > 0 && !await TryFlushAsync())
            {
                return;
            }

            WriteTransfer();
            if (_unsent > 0 && !await TryFlushAsync())
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_transfers.TryDequeue(out _))
        {
            _service.EndTransfer();
        }
    }

    /// <summary>Answers what has arrived, until there is no more, or enough for now.</summary>
    private void TakeIn(in ReadResult read)
    {
        var rest = read.Buffer;
        var behind = rest;
        var isHeld = false;
        _isFull = false;
        while (!isHeld && _isSound && MessageFraming.TryTake(ref behind, _service.Request, out var request))
        {
            isHeld = _unsent >= MostUnsentOctets || !TryAnswer(request);
            rest = isHeld ? rest : behind;
        }

        // What is held back is news the next time.
        _flow.Input.AdvanceTo(rest.Start, isHeld ? rest.Start : rest.End);
        _hasInputEnded = read.IsCompleted && !isHeld;
    }

    /// <summary>Answers a request, or begins to.</summary>
    /// <returns>False when as much is under way as may be.</returns>
    private bool TryAnswer(int requestLength)
    {
        var written = _service.Answer(_flow, requestLength, _client);
        if (written == AnswerWriter.Later)
        {
            return TryBegin(requestLength);
        }

        _isSound &= written > 0;
        _unsent += written;
        return true;
    }

    /// <summary>Begins what takes longer.</summary>
    /// <returns>False when as much is under way as may be.</returns>
    private bool TryBegin(int requestLength)
    {
        MessageHeader.TryRead(_service.Request, out var header);
        if (header.Opcode == Opcode.Update)
        {
            _isFull = _updates.Count >= MostUpdates;
            if (_isFull)
            {
                return false;
            }

            _updates.Enqueue(UpdateAsync(_service.Request[..requestLength]));
            return true;
        }

        if (_transfers.Count >= MostTransfers)
        {
            return false;
        }

        _transfers.Enqueue(_service.BeginTransfer(_flow, requestLength, _client, out var written));
        _unsent += written;
        return true;
    }

    private async Task<ReadOnlyMemory<byte>> UpdateAsync(byte[] request)
    {
        var response = await _service.UpdateAsync(request, _client);

        // It may wait for a request.
        _flow.Input.CancelPendingRead();
        return response;
    }

    /// <summary>Writes the responses to updates that have ended, in their order.</summary>
    private void WriteUpdates()
    {
        while (_updates.TryPeek(out var update) && update.IsCompleted)
        {
            var written = _service.Send(_flow, _updates.Dequeue().GetAwaiter().GetResult().Span);
            _isSound &= written > 0;
            _unsent += written;
        }
    }

    /// <summary>Writes one more message of the transfer whose turn it is.</summary>
    private void WriteTransfer()
    {
        if (_transfers.TryDequeue(out var transfer))
        {
            var written = _service.WriteNext(_flow, transfer);
            if (written == 0)
            {
                _service.EndTransfer();
                return;
            }

            _unsent += written;
            _transfers.Enqueue(transfer);
        }
    }

    /// <summary>Sends what was written.</summary>
    /// <returns>False when the client takes no more.</returns>
    private async ValueTask<bool> TryFlushAsync()
    {
        _unsent = 0;
        _idle.Begin(isFlushing: true);
        var flushed = await _flow.Output.FlushAsync(_stop);
        _idle.Begin(isFlushing: false);
        return !flushed.IsCompleted;
    }
}
