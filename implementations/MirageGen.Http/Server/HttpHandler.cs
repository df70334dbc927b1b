namespace MirageGen.Http;

/// <summary>
/// Answers one request. It runs on the loop; the exchange belongs to it until its task ends, and to the server afterwards.
/// </summary>
/// <param name="exchange">The request and the response being made.</param>
public delegate ValueTask HttpHandler(HttpExchange exchange);
