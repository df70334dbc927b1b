using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Thrown in a handler: the request is answered with a status and no more is done. The server throws it itself from a
/// read of a body that is malformed, too large or too slow.
/// </summary>
public sealed class HttpStatusException : Exception
{
    /// <summary>Ends a handler.</summary>
    /// <param name="status">The status to answer with.</param>
    /// <param name="message">Why; sent to the client as text, so it must hold no secrets. Null for the status's own phrase.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is no final one: 200 to 599.</exception>
    public HttpStatusException(HttpStatusCode status, string? message = null)
        : base(message ?? StatusLines.ReasonOf((int)status))
    {
        StatusLines.ThrowIfNotFinal((int)status, nameof(status));
        Status = status;
    }

    /// <summary>The status to answer with.</summary>
    public HttpStatusCode Status { get; }
}
