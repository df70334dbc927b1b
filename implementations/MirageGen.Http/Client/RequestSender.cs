namespace MirageGen.Http;

/// <summary>Sends one request, beside the reading of its response.</summary>
internal sealed class RequestSender(ClientExchange exchange, ConnectionPool pool, ClientConnection connection, bool expectsContinue)
{
    private readonly ContinueGate _gate = new();
    private readonly MessageOutput _output = connection.Output;
    private TimeSpan _continueDeadline = TimeSpan.MaxValue;
    private CancellationTokenSource? _end;

    /// <summary>Whether it is not done yet.</summary>
    public bool IsSending { get; private set; }

    /// <summary>Whether the server has been sent the whole request.</summary>
    public bool IsSent { get; private set; }

    /// <summary>What the function that writes the body threw; null where it did not, or nobody needs to know.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Sends the head, and the body as far as it goes at once; the rest goes on by itself.</summary>
    public void Begin(CancellationToken cancellation)
    {
        var request = exchange.Request;
        RequestHeadWriter.Write(_output, request, exchange.Options.UserAgent, expectsContinue);
        if (expectsContinue)
        {
            _gate.Close();
            _continueDeadline = pool.DeadlineIn(exchange.Options.ContinueTimeout);
        }

        if (request.Body?.Write is not null)
        {
            _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        }

        IsSending = true;
        var sending = SendAsync(request, _end?.Token ?? cancellation);
        if (sending.IsCompletedSuccessfully)
        {
            _end?.Dispose();
            _end = null;
            MarkEnded();
        }
        else
        {
            _ = AwaitAsync(sending);
        }
    }

    /// <summary>Decides about a body that is held back.</summary>
    public void Decide(bool isBodyWanted) => _gate.Decide(isBodyWanted);

    /// <summary>Looks whether the body has been held back long enough.</summary>
    public void Check()
    {
        if (_gate.IsClosed && pool.Now >= _continueDeadline)
        {
            _gate.Decide(isWanted: true);
        }
    }

    /// <summary>Sends no more: the server has answered without it.</summary>
    public void Stop()
    {
        _output.Close();
        connection.EndFlushWait();
        _end?.Cancel();
    }

    /// <summary>Ends what still waits; the connection is left.</summary>
    public void End()
    {
        _gate.Decide(isWanted: false);
        _end?.Cancel();
    }

    private ValueTask SendAsync(HttpClientRequest request, CancellationToken cancellation)
    {
        if (expectsContinue || request.Body is { Write: not null } or { Length: > MessageOutput.FlushThreshold })
        {
            return SendBodyAsync(request, cancellation);
        }

        if (request.Body is { } body)
        {
            _output.Write(body.Octets.Span);
        }

        return _output.FlushAsync(cancellation);
    }

    private async ValueTask SendBodyAsync(HttpClientRequest request, CancellationToken cancellation)
    {
        var body = request.Body!;
        if (expectsContinue)
        {
            await _output.FlushAsync(cancellation);
            if (!await _gate.WaitAsync())
            {
                _output.Close();
                return;
            }
        }

        body.HasBegun = true;
        if (body.Write is null)
        {
            await SendOctetsAsync(body.Octets, cancellation);
            return;
        }

        var writer = new RequestBodyWriter(_output, body.Length);
        await body.Write(writer, cancellation);
        writer.End(request.HasTrailers ? request.Trailers : null);
        await _output.FlushAsync(cancellation);
    }

    private async ValueTask SendOctetsAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        while (!octets.IsEmpty && !_output.IsClosed)
        {
            var length = Math.Min(octets.Length, MessageOutput.FlushThreshold);
            _output.Write(octets.Span[..length]);
            await _output.FlushAsync(cancellation);
            octets = octets[length..];
        }
    }

    private async Task AwaitAsync(ValueTask sending)
    {
        try
        {
            await sending;
            MarkEnded();
        }
#pragma warning disable CA1031 // Whatever the function that writes the body throws is thrown again where the response is awaited.
        catch (Exception error)
#pragma warning restore CA1031
        {
            MarkFailed(error);
        }
        finally
        {
            _end?.Dispose();
            _end = null;
        }
    }

    private void MarkEnded()
    {
        IsSending = false;
        IsSent = !_output.IsClosed;
        exchange.OnSendingEnded();
    }

    private void MarkFailed(Exception error)
    {
        IsSending = false;
        if (!exchange.IsReleased && !_output.IsClosed)
        {
            Failure = error;
            _output.Close();
            connection.Abort("The request's body could not be written to its end.");
        }
    }
}
