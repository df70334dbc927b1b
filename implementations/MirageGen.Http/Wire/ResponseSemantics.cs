namespace MirageGen.Http.Wire;

/// <summary>What a response's head says as a whole, once each line is well-formed (RFC 9112 section 6.3).</summary>
internal static class ResponseSemantics
{
    private const int LowestFinalStatus = 200;
    private const int NoContent = 204;
    private const int NotModified = 304;

    /// <summary>Judges a response's framing.</summary>
    public static WireError Read(ReadOnlySpan<byte> octets, ResponseHead head, out MessageSemantics semantics)
    {
        semantics = default;
        return semantics.Read(octets, head.Fields, head.MinorVersion, isRequest: false);
    }

    /// <summary>Whether it is an interim one: another follows on the same connection (RFC 9110 section 15.2).</summary>
    public static bool IsInterim(int status) => status < LowestFinalStatus;

    /// <summary>How a response's body ends.</summary>
    /// <param name="semantics">What its fields say.</param>
    /// <param name="status">Its status.</param>
    /// <param name="method">The method of the request that it answers.</param>
    public static BodyFraming FramingOf(in MessageSemantics semantics, int status, MethodCode method) =>
        method == MethodCode.Head || status is NoContent or NotModified || IsInterim(status) ? BodyFraming.None
        : semantics.IsChunked ? BodyFraming.Chunked
        : semantics.ContentLength > 0 ? BodyFraming.Length
        : semantics.ContentLength == 0 ? BodyFraming.None
        : BodyFraming.UntilClose;

    /// <summary>
    /// Whether another reader might see a body where there is none: a status without one that announces one all the same
    /// (RFC 9110 section 8.6, RFC 9112 section 6.1). What follows on the connection cannot be trusted.
    /// </summary>
    /// <param name="semantics">What its fields say.</param>
    /// <param name="status">Its status.</param>
    public static bool IsAmbiguous(in MessageSemantics semantics, int status) =>
        (status == NoContent || IsInterim(status)) && (semantics.IsChunked || semantics.ContentLength > 0);
}
