namespace MirageGen.Http;

/// <summary>Why there is no response, or no whole one.</summary>
public enum HttpFailure
{
    /// <summary>The URL is malformed, or of a kind that cannot be fetched.</summary>
    BadUrl,

    /// <summary>What the URL or the server asks for is not offered, such as TLS or a switch of protocols.</summary>
    NotSupported,

    /// <summary>The host has no address, or none of its addresses could be connected to.</summary>
    CannotConnect,

    /// <summary>A time limit of <see cref="HttpClientOptions"/> has passed.</summary>
    TimedOut,

    /// <summary>More requests wait for a connection than <see cref="HttpClientOptions.MaxQueuedRequests"/>.</summary>
    Busy,

    /// <summary>The connection ended before the response was complete.</summary>
    ConnectionLost,

    /// <summary>What came back is not HTTP/1.1, or could be read in two ways.</summary>
    BadResponse,

    /// <summary>The response is larger than the bound for it.</summary>
    TooLarge,

    /// <summary>More redirects in a row than <see cref="HttpClientOptions.MaxRedirects"/>, or one that cannot be followed.</summary>
    BadRedirect,

    /// <summary>The status is not one of success, and success was asked for.</summary>
    BadStatus,
}
