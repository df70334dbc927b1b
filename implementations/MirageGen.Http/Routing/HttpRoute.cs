using System.Text;

namespace MirageGen.Http;

/// <summary>A handler with the requests it is for. Limits that differ from the server's can be set before it runs.</summary>
public sealed class HttpRoute
{
    internal HttpRoute(HttpMethod method, string pattern, string[] parameters, HttpHandler handler)
    {
        Method = method;
        Pattern = pattern;
        Parameters = parameters;
        Handler = handler;
        MethodName = Encoding.ASCII.GetBytes(method.Name);
    }

    /// <summary>The method it is for; GET includes HEAD unless that has a handler of its own.</summary>
    public HttpMethod Method { get; }

    /// <summary>The pattern it was mapped with.</summary>
    public string Pattern { get; }

    /// <summary>Octets that a request's body may have here; null for <see cref="HttpServerOptions.MaxBodyBytes"/>.</summary>
    public long? MaxBodyBytes { get; set; }

    /// <summary>The names of the pattern's parameters, in order.</summary>
    internal string[] Parameters { get; }

    internal HttpHandler Handler { get; set; }

    internal byte[] MethodName { get; }

    /// <summary>Answers what nothing else does, and does not make its paths exist for other methods.</summary>
    internal bool IsFallback { get; init; }
}
