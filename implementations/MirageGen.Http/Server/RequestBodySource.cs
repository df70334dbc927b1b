using System.IO.Pipelines;
using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A server's connection as the source of requests' bodies: asks for them, watches their rate, drops what nobody reads.</summary>
internal sealed class RequestBodySource(ServerConnection connection, PipeReader input) : IBodySource
{
    private TimeSpan _drainDeadline;
    private bool _isDraining;
    private bool _isOverdue;

    public PipeReader Input => input;

    /// <summary>Whether the client knows that its body is wanted, or has begun to send it anyway.</summary>
    public bool HasAsked { get; private set; }

    /// <summary>Begins the body of another request.</summary>
    public void Reset()
    {
        HasAsked = false;
        _isOverdue = false;
        connection.Watch.ResetBody();
    }

    /// <summary>Says that the read about to be interrupted has lasted too long.</summary>
    public void MarkOverdue() => _isOverdue = true;

    public ValueTask PrepareAsync()
    {
        if (!HasAsked && connection.IsContinueExpected)
        {
            connection.Output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }

        // What was answered before must not wait for this body.
        HasAsked = true;
        return connection.Output.FlushAsync();
    }

    public void BeginBodyWait()
    {
        if (_isDraining)
        {
            connection.Watch.Begin(Awaited.Rest, _drainDeadline);
        }
        else
        {
            connection.Watch.BeginBody();
        }
    }

    public void EndBodyWait() => connection.Watch.End();

    public void CountBodyBytes(long count)
    {
        HasAsked = true;
        connection.Watch.CountBody(count);
    }

    public Exception MarkLost(FlowResetException error)
    {
        connection.MarkLost();
        return error;
    }

    public Exception FailBody(WireError error)
    {
        connection.CloseAfterResponse();
        ServerLog.Refused(connection.Log, connection.RemoteEndpoint, error);
        if (error != WireError.Truncated)
        {
            return new HttpStatusException(Rejections.StatusOf(error), Rejections.TextOf(error));
        }

        connection.MarkLost();
        return new FlowResetException("The client ended the connection in the middle of a request's body.");
    }

    public Exception? TakeInterruption()
    {
        if (!_isOverdue)
        {
            return null;
        }

        _isOverdue = false;
        connection.CloseAfterResponse();
        return new HttpStatusException(HttpStatusCode.RequestTimeout, "The body arrives too slowly.");
    }

    /// <summary>Reads and drops what a handler left unread.</summary>
    /// <returns>Whether the connection is behind the body, within the bounds for that.</returns>
    public async ValueTask<bool> DrainAsync(BodyReader body)
    {
        _isDraining = true;
        _drainDeadline = connection.Watch.DeadlineIn(connection.Options.DrainTimeout);
        try
        {
            return await body.DrainAsync(connection.Options.MaxDrainBytes);
        }
        catch (HttpStatusException)
        {
            // Malformed, too large or too slow: the connection ends, and the response stands.
            return false;
        }
        finally
        {
            _isDraining = false;
        }
    }
}
