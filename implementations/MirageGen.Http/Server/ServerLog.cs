using Microsoft.Extensions.Logging;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>What a server logs.</summary>
internal static partial class ServerLog
{
    /// <summary>Says where; a port without an address may be on fewer than all of the host's, as its stack was told.</summary>
    public static void Serving(ILogger log, IpEndpoint local)
    {
        if (local.Address.IsNone)
        {
            ServingPort(log, local.Port);
        }
        else
        {
            ServingEndpoint(log, local);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused a request from {Remote}: {Error}")]
    public static partial void Refused(ILogger log, IpEndpoint remote, WireError error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Closed the connection from {Remote}: waited too long for {Awaited}")]
    public static partial void Overdue(ILogger log, IpEndpoint remote, Awaited awaited);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The client from {Remote} was gone before {Method} {Path} was answered")]
    public static partial void ClientGone(ILogger log, IpEndpoint remote, HttpMethod method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Method} {Path} failed")]
    public static partial void HandlerFailed(ILogger log, Exception error, HttpMethod method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Method} {Path} wrote another number of octets than its ContentLength, {Length}")]
    public static partial void LengthMissed(ILogger log, HttpMethod method, string path, long? length);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Method} {Path} ended while a read of the body was under way")]
    public static partial void ReadLeftBehind(ILogger log, HttpMethod method, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving HTTP on port {Port}")]
    private static partial void ServingPort(ILogger log, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving HTTP on {Local}")]
    private static partial void ServingEndpoint(ILogger log, IpEndpoint local);
}
