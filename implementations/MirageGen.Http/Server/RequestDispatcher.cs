using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Finds the route for a request, or says why there is none.</summary>
internal sealed class RequestDispatcher(RouteTable routes, HttpServerOptions options)
{
    public ValueTask DispatchAsync(HttpExchange exchange)
    {
        var request = exchange.Request;
        var head = request.Head;
        var query = new RouteQuery(head.Method, head.MethodName.Of(request.Reader.Octets));
        var route = head.Target.Form is TargetForm.Origin or TargetForm.Absolute
            ? routes.Find(request.PathOctets, ref query)
            : null;
        var mostBodyBytes = route?.MaxBodyBytes ?? options.MaxBodyBytes;
        if (request.Framing != BodyFraming.None && !TryBeginBody(exchange, mostBodyBytes))
        {
            return default;
        }

        if (route is null)
        {
            AnswerUnrouted(exchange, ref query);
            return default;
        }

        request.SetRoute(route, query.Values);
        return route.Handler(exchange);
    }

    private static bool TryBeginBody(HttpExchange exchange, long most)
    {
        if (exchange.Request.Semantics.ContentLength > most)
        {
            exchange.Connection.CloseAfterResponse();
            exchange.Response.SendText(HttpStatusCode.RequestEntityTooLarge, Rejections.TextOf(WireError.BodyTooLarge));
            return false;
        }

        exchange.Request.BeginBody(exchange.Connection, most);
        return true;
    }

    private void AnswerUnrouted(HttpExchange exchange, ref RouteQuery query)
    {
        var request = exchange.Request;
        var response = exchange.Response;
        if (!routes.IsKnown(request.Head.Method, request.Head.MethodName.Of(request.Reader.Octets)))
        {
            // What follows a CONNECT may be anything but a request.
            exchange.Connection.CloseAfterResponse();
            response.SendText(HttpStatusCode.NotImplemented, null);
        }
        else if (request.Head.Target.Form == TargetForm.Asterisk)
        {
            response.Status = HttpStatusCode.NoContent;
            response.Headers["Allow"] = Allow(routes.AllMethods());
        }
        else if (query.Allowed is not { } allowed)
        {
            response.SendText(HttpStatusCode.NotFound, null);
        }
        else if (request.Head.Method == MethodCode.Options)
        {
            response.Status = HttpStatusCode.NoContent;
            response.Headers["Allow"] = Allow(allowed);
        }
        else
        {
            response.SendText(HttpStatusCode.MethodNotAllowed, null);
            response.Headers["Allow"] = Allow(allowed);
        }
    }

    /// <summary>The value of Allow; OPTIONS is answered wherever anything is.</summary>
    private static string Allow(List<string> methods) =>
        string.Join(", ", methods.Contains("OPTIONS") ? methods : [.. methods, "OPTIONS"]);
}
