using System.Runtime.ExceptionServices;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>One request on one connection, and the response to it: sends while it reads, so that neither waits for the other.</summary>
internal sealed class ClientExchange
{
    private const int SwitchingProtocols = 101;
    private const int Continue = 100;
    private const int LowestRefusal = 300;

    private readonly ConnectionPool _pool;
    private readonly ClientConnection _connection;
    private readonly HttpClientRequest _request;
    private readonly ResponseReader _reader = new();
    private readonly RequestSender _sender;
    private BodyReader? _body;
    private BodyFraming _framing;
    private MessageSemantics _semantics;
    private TimeSpan _endDeadline = TimeSpan.MaxValue;
    private bool _hasHead;
    private bool _isReleased;

    public ClientExchange(
        ConnectionPool pool,
        ClientConnection connection,
        HttpClientRequest request,
        HttpClientOptions options,
        bool expectsContinue)
    {
        _pool = pool;
        _connection = connection;
        _request = request;
        _sender = new(this, pool, connection, expectsContinue);
        Options = options;
        connection.Begin(this);
    }

    public HttpClientOptions Options { get; }

    private bool IsStillSending => _sender.IsSending && !_connection.Output.IsClosed;

    public HttpClientRequest Request => _request;

    /// <summary>The response's head.</summary>
    public ResponseHead Head => _reader.Head;

    /// <summary>The response's body.</summary>
    public BodyReader Body => _body!;

    /// <summary>Content-Length of the response; negative when it has none.</summary>
    public long ContentLength => _semantics.ContentLength;

    /// <summary>What <see cref="Head"/> refers to.</summary>
    public byte[] HeadOctets => _reader.Octets;

    /// <summary>Whether anything of a response has arrived.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>What the function that writes the body threw.</summary>
    public Exception? SendingFailure => _sender.Failure;

    /// <summary>Whether the connection has been left.</summary>
    public bool IsReleased => _isReleased;

    /// <summary>Sends the request and reads the response's head.</summary>
    public async ValueTask RunAsync(CancellationToken cancellation)
    {
        try
        {
            _sender.Begin(cancellation);
            await ReadFinalHeadAsync(cancellation);
            BeginBody();
        }
        catch
        {
            Release("The exchange failed.");
            throw;
        }
    }

    /// <summary>Looks whether the body has been held back long enough, or a body that was read to its end leaves the connection free.</summary>
    public void Check()
    {
        _sender.Check();
        if (_pool.Now >= _endDeadline)
        {
            Release("The request was not sent to its end.");
        }
        else if (_endDeadline == TimeSpan.MaxValue)
        {
            EndIfFinished();
        }
    }

    /// <summary>Leaves the connection: reads a short rest and gives the connection back, or closes it.</summary>
    public async ValueTask EndAsync()
    {
        if (_isReleased)
        {
            return;
        }

        if (_body!.IsBusy)
        {
            Release("The response was disposed while it was read.");
            return;
        }

        _body.GiveBack();
        if (!_body.IsFinished && CanReuse() && _body.KnownRest <= Options.MaxDrainBytes)
        {
            await _connection.DrainAsync(_body, Options);
        }

        if (_body.IsFinished && IsStillSending)
        {
            // The server has answered and goes on taking the request, its last octets as a rule: the end of that is awaited,
            // but not by whoever has the response.
            _endDeadline = _pool.DeadlineIn(Options.DrainTimeout);
            return;
        }

        Release(_body.IsFinished ? null : "The response was not wanted to its end.");
    }

    /// <summary>Leaves the connection where nothing of the response is left on it.</summary>
    public void EndIfFinished()
    {
        if (_body is { IsFinished: true, IsBusy: false } && !IsStillSending)
        {
            Release(reason: null);
        }
    }

    /// <summary>Takes note that all of the request has been sent that will be.</summary>
    public void OnSendingEnded()
    {
        if (_isReleased)
        {
            return;
        }

        if (!_hasHead)
        {
            _connection.BeginHeadWait(Options.HeadTimeout);
        }
        else if (_endDeadline != TimeSpan.MaxValue)
        {
            Release(reason: null);
        }
    }

    /// <summary>The line that says what was asked for and what went wrong.</summary>
    public string Describe(string what) => _request.Describe(what);

    /// <summary>The exception for a failure.</summary>
    public HttpClientException Fail(HttpFailure failure, string what, Exception? cause = null) => new(failure, Describe(what), cause);

    private async ValueTask ReadFinalHeadAsync(CancellationToken cancellation)
    {
        var interim = 0;
        while (true)
        {
            await ReadHeadAsync(cancellation);
            var status = Head.Status;
            var error = ResponseSemantics.Read(_reader.Octets, Head, out _semantics);
            if (error != WireError.None)
            {
                throw Fail(ResponseFaults.FailureOf(error), ResponseFaults.TextOf(error));
            }

            if (!ResponseSemantics.IsInterim(status))
            {
                break;
            }

            TakeInterim(status, ++interim);
        }

        _hasHead = true;
        _connection.EndReadWait();
        if (_connection.IsReadOverdue)
        {
            throw FailLate();
        }

        _sender.Decide(isBodyWanted: false);
        if (!_sender.IsSent && Head.Status >= LowestRefusal)
        {
            _sender.Stop();
        }
    }

    private void TakeInterim(int status, int count)
    {
        if (status == SwitchingProtocols)
        {
            throw Fail(HttpFailure.NotSupported, "the server switches to another protocol, which nobody asked for");
        }

        if (count > Options.MaxInterimResponses || ResponseSemantics.IsAmbiguous(_semantics, status))
        {
            throw Fail(
                HttpFailure.BadResponse,
                count > Options.MaxInterimResponses
                    ? $"the server sends more than {Options.MaxInterimResponses} interim responses"
                    : "an interim response announces a body");
        }

        if (status == Continue)
        {
            _sender.Decide(isBodyWanted: true);
        }

        _reader.Clear();
    }

    private async ValueTask ReadHeadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var arrived = await ReadAsync(cancellation);
            HasAnswer |= !arrived.Buffer.IsEmpty;
            if (arrived.IsCanceled)
            {
                _connection.Input.AdvanceTo(arrived.Buffer.Start);
                throw FailLate();
            }

            if (TryTakeHead(arrived))
            {
                return;
            }

            if (arrived.IsCompleted)
            {
                throw SendingFailure ?? Fail(
                    HttpFailure.ConnectionLost,
                    HasAnswer ? ResponseFaults.TextOf(WireError.Truncated) : "the server ended the connection without an answer");
            }
        }
    }

    private bool TryTakeHead(in System.IO.Pipelines.ReadResult arrived)
    {
        var octets = new ArrivedOctets(arrived.Buffer);
        var progress = octets.IsEmpty ? HeadProgress.NeedsMore : _reader.Take(ref octets, Options.HeadLimits);
        if (progress == HeadProgress.NeedsMore)
        {
            _connection.Input.AdvanceTo(arrived.Buffer.End);
            return false;
        }

        _connection.Input.AdvanceTo(octets.Position);
        return progress == HeadProgress.Complete
            ? true
            : throw Fail(ResponseFaults.FailureOf(_reader.Error), ResponseFaults.TextOf(_reader.Error));
    }

    private async ValueTask<System.IO.Pipelines.ReadResult> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await _connection.Input.ReadAsync(cancellation);
        }
        catch (FlowResetException error)
        {
            var explained = _connection.Explain(error);
            if (ReferenceEquals(explained, SendingFailure))
            {
                ExceptionDispatchInfo.Throw(explained);
            }

            throw explained;
        }
    }

    private HttpClientException FailLate() =>
        Fail(HttpFailure.TimedOut, $"no answer within {Options.HeadTimeout:c} (HeadTimeout)");

    private void BeginBody()
    {
        _framing = ResponseSemantics.FramingOf(_semantics, Head.Status, _request.Method.Code);
        switch (_framing)
        {
            case BodyFraming.Chunked:
                var chunked = new ChunkedBodyReader();
                chunked.Begin(_connection, long.MaxValue, Options.HeadLimits);
                _body = chunked;
                break;
            case BodyFraming.UntilClose:
                var whole = new LengthBodyReader();
                whole.BeginUntilClose(_connection, long.MaxValue);
                _body = whole;
                break;
            default:
                var plain = new LengthBodyReader();
                plain.Begin(_connection, _framing == BodyFraming.Length ? _semantics.ContentLength : 0);
                _body = plain;
                break;
        }
    }

    /// <summary>Whether the connection may carry another exchange once the body has been read (RFC 9112 section 9.3).</summary>
    private bool CanReuse() =>
        _sender.IsSent
        && SendingFailure is null
        && _framing != BodyFraming.UntilClose
        && !_connection.Output.IsClosed
        && !_connection.IsReadOverdue
        && !_request.Headers.HasClose
        && _semantics.IsPersistent(Head.MinorVersion)
        && !ResponseSemantics.IsAmbiguous(_semantics, Head.Status);

    /// <summary>Leaves the connection to the pool.</summary>
    /// <param name="reason">Why it must be reset; null where the response has been read.</param>
    private void Release(string? reason)
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        // A body read to its end stays at its end, for whoever reads on; any other is no longer there.
        if (_body is { IsFinished: false })
        {
            _body.End();
        }

        _sender.End();
        if (reason is null && CanReuse())
        {
            _pool.Return(_connection, Options);
        }
        else
        {
            _pool.Close(_connection, reason ?? (_sender.IsSent ? null : "The server answered before it had the whole request."));
        }
    }
}
