using System.Net;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>What happens around a handler: its failures, its promises, the body it leaves behind.</summary>
internal sealed class RequestHandling(ServerConnection connection, HttpHandler handler)
{
    /// <summary>Calls the handler.</summary>
    /// <returns>The handler's task, which also has what it threw at once.</returns>
    public ValueTask Begin(HttpExchange exchange)
    {
        connection.BodySource.Reset();
        exchange.Request.BeginBody(connection, connection.Options.MaxBodyBytes);
        try
        {
            return handler(exchange);
        }
#pragma warning disable CA1031 // Whatever a handler throws becomes a response, not the end of the server.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ValueTask.FromException(error);
        }
    }

    /// <summary>Waits for the handler, completes the response, and brings the connection behind the request's body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask EndAsync(HttpExchange exchange, ValueTask handling)
    {
        try
        {
            if (!handling.IsCompleted)
            {
                connection.Output.FlushInBackground();
            }

            await handling;
        }
#pragma warning disable CA1031 // Whatever a handler throws becomes a response, not the end of the server.
        catch (Exception error)
#pragma warning restore CA1031
        {
            TakeFailure(exchange, error);
        }

        if (!connection.IsLost && !exchange.Response.TryEnd())
        {
            AnswerMissedLength(exchange);
        }

        if (!connection.IsLost)
        {
            await LeaveBodyAsync(exchange.Request);
        }

        connection.EndExchange();
    }

    private void TakeFailure(HttpExchange exchange, Exception error)
    {
        var request = exchange.Request;
        if (error is HttpStatusException refusal)
        {
            AnswerFailure(exchange, refusal.Status, refusal.Message);
        }
        else if (connection.IsLost && IsConsequenceOfLoss(error))
        {
            ServerLog.ClientGone(connection.Log, connection.RemoteEndpoint, request.Method, request.Path);
        }
        else if (connection.IsStopping && error is OperationCanceledException)
        {
            // The handler gave up because it was told to, if not by this connection then by the appliance.
            AnswerFailure(exchange, HttpStatusCode.ServiceUnavailable, "The server stops.");
        }
        else
        {
            ServerLog.HandlerFailed(connection.Log, error, request.Method, request.Path);
            AnswerFailure(exchange, HttpStatusCode.InternalServerError, null);
        }
    }

    /// <summary>
    /// Whether a handler ended because its connection was lost: by the reset that it met itself, or by
    /// <see cref="HttpExchange.Aborted"/>, each perhaps inside an exception of its own.
    /// </summary>
    private static bool IsConsequenceOfLoss(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is FlowResetException or OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }

    private void AnswerFailure(HttpExchange exchange, HttpStatusCode status, string? text)
    {
        if (connection.IsLost)
        {
            return;
        }

        if (exchange.Response.HasStarted)
        {
            connection.Abort("The handler failed after the response's head was sent.");
            return;
        }

        exchange.Response.SendText(status, text);
    }

    private void AnswerMissedLength(HttpExchange exchange)
    {
        ServerLog.LengthMissed(connection.Log, exchange.Request.Method, exchange.Request.Path, exchange.Response.ContentLength);
        if (exchange.Response.HasStarted)
        {
            connection.Abort("The handler wrote less than it had promised.");
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
            ServerLog.ReadLeftBehind(connection.Log, request.Method, request.Path);
            connection.Abort("The handler ended while it was reading.");
            return;
        }

        body.GiveBack();
        if (connection.MayPersist && !body.IsFinished)
        {
            await connection.Output.FlushAsync();
            if (!await connection.BodySource.DrainAsync(body))
            {
                connection.CloseAfterResponse();
            }
        }
    }
}
