namespace MirageGen.Http;

/// <summary>
/// Answers one request. It runs on the loop; the exchange belongs to it until its task ends, and to the server afterwards.
/// </summary>
/// <remarks>
/// What it throws is logged as an error and answered 500, except for an <see cref="HttpStatusException"/>, which is the
/// answer, and for what comes of a client that has gone, which is dropped: <see cref="FlowResetException"/> and
/// <see cref="OperationCanceledException"/>, also inside other exceptions. A handler that is cancelled while the server
/// stops is answered for with 503.
/// </remarks>
/// <param name="exchange">The request and the response being made.</param>
public delegate ValueTask HttpHandler(HttpExchange exchange);
