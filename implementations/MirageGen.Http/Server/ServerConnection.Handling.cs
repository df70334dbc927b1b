using System.Net;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <content>What happens around a handler: its failures, its promises, the body it leaves behind.</content>
internal sealed partial class ServerConnection
{
    private ValueTask Handle(HttpExchange exchange)
    {
        BodySource.Reset();
        exchange.Request.BeginBody(this, Options.MaxBodyBytes);
        try
        {
            return _service.Handler(exchange);
        }
#pragma warning disable CA1031 // Whatever a handler throws becomes a response, not the end of the server.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(error);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndLaterAsync(HttpExchange exchange, ValueTask handling)
    {
        try
        {
            if (!handling.IsCompleted)
            {
                Output.FlushInBackground();
            }

            await handling;
        }
#pragma warning disable CA1031 // Whatever a handler throws becomes a response, not the end of the server.
        catch (Exception error) when (!_isLost)
#pragma warning restore CA1031
        {
            AnswerFailure(exchange, error);
        }

        if (!exchange.Response.TryEnd())
        {
            AnswerMissedLength(exchange);
        }

        _hasAnswered = true;
        await LeaveBodyAsync(exchange.Request);
        exchange.Clear();
        ReturnExchange();
    }

    private void AnswerFailure(HttpExchange exchange, Exception error)
    {
        var refusal = error as HttpStatusException;
        if (refusal is null)
        {
            ServerLog.HandlerFailed(Log, error, exchange.Request.Method, exchange.Request.Path);
        }

        if (exchange.Response.HasStarted)
        {
            Abort("The handler failed after the response's head was sent.");
            return;
        }

        exchange.Response.SendText(refusal?.Status ?? HttpStatusCode.InternalServerError, refusal?.Message);
    }

    private void AnswerMissedLength(HttpExchange exchange)
    {
        ServerLog.LengthMissed(Log, exchange.Request.Method, exchange.Request.Path, exchange.Response.ContentLength);
        if (exchange.Response.HasStarted)
        {
            Abort("The handler wrote less than it had promised.");
            return;
        }

        exchange.Response.SendText(HttpStatusCode.InternalServerError, null);
        exchange.Response.TryEnd();
    }

    /// <summary>Brings the connection behind the request's body, or gives it up.</summary>
    private async ValueTask LeaveBodyAsync(HttpRequest request)
    {
        var body = request.BodyReader;
        if (body.IsBusy)
        {
            ServerLog.ReadLeftBehind(Log, request.Method, request.Path);
            Abort("The handler ended while it was reading.");
            return;
        }

        body.GiveBack();
        if (_mayPersist && !_isLost && !body.IsFinished)
        {
            await Output.FlushAsync();
            _mayPersist = await BodySource.DrainAsync(body) && _mayPersist;
        }
    }
}
