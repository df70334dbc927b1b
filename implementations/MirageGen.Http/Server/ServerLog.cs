using Microsoft.Extensions.Logging;
using MirageGen.Http.Wire;
using MirageGen.Logging;

namespace MirageGen.Http;

/// <summary>What a server logs.</summary>
internal static class ServerLog
{
    private static readonly LogMessage RefusedMessage = new(LogLevel.Debug, nameof(Refused), "Refused a request from {Remote}: {Error}");

    private static readonly LogMessage OverdueMessage = new(LogLevel.Debug, nameof(Overdue), "Closed the connection from {Remote}: waited too long for {Awaited}");

    private static readonly LogMessage ClientGoneMessage = new(LogLevel.Debug, nameof(ClientGone), "The client from {Remote} was gone before {Method} {Path} was answered");

    private static readonly LogMessage HandlerFailedMessage = new(LogLevel.Error, nameof(HandlerFailed), "The handler of {Method} {Path} failed");

    private static readonly LogMessage LengthMissedMessage = new(LogLevel.Error, nameof(LengthMissed), "The handler of {Method} {Path} wrote another number of octets than its ContentLength, {Length}");

    private static readonly LogMessage ReadLeftBehindMessage = new(LogLevel.Error, nameof(ReadLeftBehind), "The handler of {Method} {Path} ended while a read of the body was under way");

    private static readonly LogMessage ServingPortMessage = new(LogLevel.Information, nameof(ServingPort), "Serving HTTP on port {Port}");

    private static readonly LogMessage ServingEndpointMessage = new(LogLevel.Information, nameof(ServingEndpoint), "Serving HTTP on {Local}");

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

    public static void Refused(ILogger log, IpEndpoint remote, WireError error) => RefusedMessage.Write(log, remote, error);

    public static void Overdue(ILogger log, IpEndpoint remote, Awaited awaited) => OverdueMessage.Write(log, remote, awaited);

    public static void ClientGone(ILogger log, IpEndpoint remote, HttpMethod method, string path) => ClientGoneMessage.Write(log, remote, method, path);

    public static void HandlerFailed(ILogger log, Exception error, HttpMethod method, string path) => HandlerFailedMessage.WriteError(log, error, method, path);

    public static void LengthMissed(ILogger log, HttpMethod method, string path, long? length) => LengthMissedMessage.Write(log, method, path, length);

    public static void ReadLeftBehind(ILogger log, HttpMethod method, string path) => ReadLeftBehindMessage.Write(log, method, path);

    private static void ServingPort(ILogger log, int port) => ServingPortMessage.Write(log, port);

    private static void ServingEndpoint(ILogger log, IpEndpoint local) => ServingEndpointMessage.Write(log, local);
}
