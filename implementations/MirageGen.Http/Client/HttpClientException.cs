namespace MirageGen.Http;

/// <summary>
/// A request got no response, or no whole one. The message says which request and why in one line; an appliance that ends
/// with it prints that line.
/// </summary>
public sealed class HttpClientException : DeviceException
{
    /// <summary>Says what went wrong.</summary>
    /// <param name="failure">Which kind of failure.</param>
    /// <param name="message">For example <c>cannot GET http://10.0.0.2/: no answer within 00:00:10</c>.</param>
    /// <param name="cause">The error underneath, if any.</param>
    public HttpClientException(HttpFailure failure, string message, Exception? cause = null)
        : base(message, cause) => Failure = failure;

    /// <summary>Which kind of failure.</summary>
    public HttpFailure Failure { get; }
}
