using System.Net;

namespace MirageGen.Http;

/// <summary>
/// Thrown in a handler: the request is answered with a status and no more is done. The server throws it itself from a
/// read of a body that is malformed, too large or too slow.
/// </summary>
/// <param name="status">The status to answer with.</param>
/// <param name="message">Why; sent to the client as text, so it must hold no secrets.</param>
public sealed class HttpStatusException(HttpStatusCode status, string? message = null)
    : Exception(message ?? Wire.StatusLines.ReasonOf((int)status))
{
    /// <summary>The status to answer with.</summary>
    public HttpStatusCode Status { get; } = status;
}
