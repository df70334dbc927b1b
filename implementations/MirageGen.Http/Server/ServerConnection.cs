using System.IO.Pipelines;
using System.Net;
using Microsoft.Extensions.Logging;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// One connection: takes requests off what arrives, has them answered one after the other, and flushes once for all that
/// arrived together. A handler that completes at once costs neither an allocation nor an await.
/// </summary>
internal sealed class ServerConnection : IOutputWatch
{
    private readonly HttpService _service;
    private readonly IFlow _flow;
    private readonly PipeReader _input;
    private readonly RequestHandling _handling;
    private HttpExchange? _exchange;
    private CancellationTokenSource? _aborted;
    private Awaited _overdue;
    private TimeSpan _headDeadline;
    private int _answered;
    private bool _isOpen = true;
    private bool _hasPeerEnded;
    private bool _isLastRequest;
    private bool _hasAnswered;
    private bool _wasIdle;

    public ServerConnection(HttpService service, IFlow flow)
    {
        _service = service;
        _flow = flow;
        _input = flow.Input;
        Watch = new(service.Clock, service.Options);
        Output = new(flow, this);
        BodySource = new(this, _input);
        _handling = new(this, service.Handler);
    }

    public HttpServerOptions Options => _service.Options;

    public ConnectionWatch Watch { get; }

    public MessageOutput Output { get; }

    public RequestBodySource BodySource { get; }

    public ILogger Log => _service.Log;

    /// <summary>The Date field's value.</summary>
    public ReadOnlySpan<byte> Date => _service.Clock.Date;

    public IpEndpoint RemoteEndpoint => _flow is ITcpFlow tcp ? tcp.RemoteEndpoint : default;

    public IpEndpoint LocalEndpoint => _flow is ITcpFlow tcp ? tcp.LocalEndpoint : default;

    /// <summary>Cancelled when the connection is lost or reset.</summary>
    public CancellationToken Aborted => (_aborted ??= new()).Token;

    /// <summary>Its place among the service's connections.</summary>
    public int Index { get; set; }

    /// <summary>Whether it has ended otherwise than in order: there is nobody to answer.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether another request may follow.</summary>
    public bool MayPersist { get; private set; } = true;

    /// <summary>Whether the server has been told to stop.</summary>
    public bool IsStopping => _service.IsStopping;

    /// <summary>Whether it waits for a request, with none begun.</summary>
    public bool IsIdle => Watch.Awaited == Awaited.Request;

    /// <summary>Whether the client waits to be told that its body is wanted.</summary>
    public bool IsContinueExpected =>
        _exchange is { Request.Semantics.ExpectsContinue: true, Response.HasStarted: false };

    /// <summary>Serves until the connection ends.</summary>
    public async Task RunAsync()
    {
        _service.Add(this);
        try
        {
            await AnswerAllAsync();
            await CloseAsync();
        }
        catch (FlowResetException)
        {
            // The client went away, or was sent away: there is nobody to tell.
        }
        finally
        {
            _service.Remove(this);
            _aborted?.Cancel();
            ReturnExchange();
        }
    }

    /// <summary>Ends the wait when it has lasted too long.</summary>
    public void Check()
    {
        if (Watch.IsFlushOverdue)
        {
            ServerLog.Overdue(Log, RemoteEndpoint, Awaited.Flush);
            Abort("The client takes nothing of what was sent.");
        }
        else if (Watch.IsOverdue())
        {
            ServerLog.Overdue(Log, RemoteEndpoint, Watch.Awaited);
            Interrupt();
        }
    }

    /// <summary>Ends the wait for a request: the server stops, or needs the room.</summary>
    public void EndWhenIdle()
    {
        if (IsIdle)
        {
            Interrupt();
        }
    }

    /// <summary>Resets the connection.</summary>
    public void Abort(string reason)
    {
        _isOpen = false;
        IsLost = true;
        _flow.Abort(reason);
        _aborted?.Cancel();
    }

    /// <summary>Takes note that the connection was found to be lost.</summary>
    public void MarkLost()
    {
        IsLost = true;
        MayPersist = false;
        _aborted?.Cancel();
    }

    /// <summary>Has the connection closed after the current response.</summary>
    public void CloseAfterResponse() => MayPersist = false;

    /// <summary>Takes note that the request has been answered, or never will be.</summary>
    public void EndExchange()
    {
        _hasAnswered = true;
        ReturnExchange();
    }

    /// <summary>Called when a head is written: whether another request may follow.</summary>
    /// <param name="wantsClose">Whether the response asks for the end.</param>
    /// <param name="hasHandlerEnded">Whether what is unread of the body will be read by nobody.</param>
    public bool DecidePersistence(bool wantsClose, bool hasHandlerEnded)
    {
        var request = _exchange!.Request;
        return MayPersist = MayPersist
            && !wantsClose
            && !IsStopping
            && request.Semantics.IsPersistent(request.Head.MinorVersion)
            && (request.Framing == BodyFraming.None || CanLeaveBody(request, hasHandlerEnded));
    }

    void IOutputWatch.BeginFlushWait(long octets) =>
        Watch.BeginFlush(Watch.DeadlineIn(Options.WriteTimeout * Math.Max(1, octets / (double)MessageOutput.FlushThreshold)));

    void IOutputWatch.EndFlushWait() => Watch.EndFlush();

    /// <summary>Whoever answers must learn that there is nobody to answer, or it might go on for ever.</summary>
    FlowResetException? IOutputWatch.MarkClosed(FlowResetException cause)
    {
        MarkLost();
        return cause;
    }

    private bool CanLeaveBody(HttpRequest request, bool hasHandlerEnded) =>
        request.BodyReader.IsFinished
        || (!hasHandlerEnded && request.BodyReader.HasBeenRead)
        || (request.BodyReader.KnownRest <= Options.MaxDrainBytes && (BodySource.HasAsked || !request.Semantics.ExpectsContinue));

    private async ValueTask AnswerAllAsync()
    {
        while (_isOpen)
        {
            if (_answered >= Options.MaxPipelinedRequests)
            {
                // The other connections have their turn.
                _answered = 0;
                await Output.FlushAsync();
                await Task.Yield();
            }

            if (Output.MustFlush || !_input.TryRead(out var arrived))
            {
                await Output.FlushAsync();
                if (_exchange is null && (IsStopping || (_hasAnswered && _service.IsCrowded)))
                {
                    _wasIdle = true;
                    return;
                }

                var reading = _input.ReadAsync();
                if (!reading.IsCompleted)
                {
                    _answered = 0;
                    BeginRequestWait();
                }

                arrived = await reading;
                Watch.End();
            }

            var answering = Answer(arrived);
            if (!answering.IsCompletedSuccessfully)
            {
                await answering;
            }

            _isOpen &= MayPersist;
        }
    }

    private void BeginRequestWait()
    {
        if (_exchange is null)
        {
            Watch.Begin(Awaited.Request, Watch.DeadlineIn(Options.IdleTimeout));
        }
        else
        {
            Watch.Begin(Awaited.Head, _headDeadline);
        }
    }

    private void Interrupt()
    {
        _overdue = Watch.Awaited;
        if (_overdue is Awaited.Body or Awaited.Rest)
        {
            BodySource.MarkOverdue();
        }

        Watch.End();
        _input.CancelPendingRead();
    }

    /// <summary>Answers the requests that have arrived, up to the first whose handler does not complete at once.</summary>
    private ValueTask Answer(in ReadResult arrived)
    {
        var octets = new ArrivedOctets(arrived.Buffer);
        if (arrived.IsCanceled)
        {
            EndInterrupted(octets.IsEmpty);
        }

        while (_isOpen && !octets.IsEmpty && _answered < Options.MaxPipelinedRequests && !Output.MustFlush)
        {
            var exchange = _exchange ??= BeginExchange();
            if (!TryTakeRequest(exchange, ref octets))
            {
                break;
            }

            if (exchange.Request.Framing != BodyFraming.None)
            {
                // The handler reads on from the connection itself.
                _input.AdvanceTo(octets.Position);
                return _handling.EndAsync(exchange, _handling.Begin(exchange));
            }

            var handling = _handling.Begin(exchange);
            if (!handling.IsCompletedSuccessfully || !exchange.Response.TryEnd())
            {
                _input.AdvanceTo(octets.Position);
                return _handling.EndAsync(exchange, handling);
            }

            exchange.Clear();
            _hasAnswered = true;
            _isOpen &= MayPersist;
        }

        _hasPeerEnded |= arrived.IsCompleted && octets.IsEmpty;
        _isOpen &= !_hasPeerEnded;
        _input.AdvanceTo(octets.Position);
        if (_exchange is { Request.Reader.HasBegun: false })
        {
            ReturnExchange();
        }

        return default;
    }

    private void EndInterrupted(bool nothingArrived)
    {
        var overdue = _overdue;
        _overdue = Awaited.Nothing;
        if (overdue == Awaited.Head)
        {
            Refuse(_exchange!, HttpStatusCode.RequestTimeout, "The request did not arrive in time.");
        }
        else if (nothingArrived)
        {
            _isOpen = false;
            _wasIdle = true;
        }
    }

    private HttpExchange BeginExchange()
    {
        _headDeadline = Watch.DeadlineIn(Options.HeadTimeout);
        return _service.Rent(this);
    }

    /// <summary>A connection that waits for a request holds nothing.</summary>
    private void ReturnExchange()
    {
        if (_exchange is { } exchange)
        {
            _exchange = null;
            _service.Return(exchange);
        }
    }

    /// <summary>Takes a request's head; refuses what is none.</summary>
    /// <returns>False when there is no request to be handled.</returns>
    private bool TryTakeRequest(HttpExchange exchange, ref ArrivedOctets octets)
    {
        var reader = exchange.Request.Reader;
        var progress = reader.Take(ref octets, Options.HeadLimits);
        if (progress == HeadProgress.NeedsMore)
        {
            return false;
        }

        _answered++;
        var error = progress == HeadProgress.Failed ? reader.Error : exchange.Request.Interpret();
        if (error == WireError.None)
        {
            _isLastRequest = exchange.Request.IsLast && octets.IsEmpty;
            return true;
        }

        ServerLog.Refused(Log, RemoteEndpoint, error);
        Refuse(exchange, Rejections.StatusOf(error), Rejections.TextOf(error));
        return false;
    }

    private void Refuse(HttpExchange exchange, HttpStatusCode status, string text)
    {
        MayPersist = false;
        _isOpen = false;
        exchange.Response.SendText(status, text);
        exchange.Response.TryEnd();
        exchange.Clear();
    }

    /// <summary>
    /// Sends the rest and the end of the stream, then waits for the client's end, so that what it still sends does not
    /// make the network drop the response (RFC 9112 section 9.6). An idle connection has none to lose, and a client that
    /// asked for the close sends nothing more.
    /// </summary>
    private async ValueTask CloseAsync()
    {
        if (IsLost)
        {
            return;
        }

        await Output.FlushAsync();
        if (_isLastRequest)
        {
            // The input first: the flow then finds both done and closes, rather than to send its end by itself.
            _flow.ExpectNoInput();
            _input.Complete();
            Output.Complete();
            return;
        }

        Output.Complete();
        var deadline = Watch.DeadlineIn(Options.DrainTimeout);
        while (!_hasPeerEnded && !IsLost && !_wasIdle)
        {
            Watch.Begin(Awaited.Rest, deadline);
            var arrived = await _input.ReadAsync();
            Watch.End();
            _hasPeerEnded = arrived.IsCompleted || arrived.IsCanceled;
            _input.AdvanceTo(arrived.Buffer.End);
        }

        _input.Complete();
    }
}
