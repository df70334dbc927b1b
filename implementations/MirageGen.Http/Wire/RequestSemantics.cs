namespace MirageGen.Http.Wire;

/// <summary>What a request's head says as a whole, once each line is well-formed.</summary>
internal static class RequestSemantics
{
    /// <summary>Judges a request: Host (RFC 9112 section 3.2), framing (section 6.3), expectations.</summary>
    public static WireError Read(ReadOnlySpan<byte> octets, RequestHead head, out MessageSemantics semantics)
    {
        semantics = default;
        var error = semantics.Read(octets, head.Fields, head.MinorVersion);
        return error != WireError.None ? error
            : !semantics.HasHost && head.MinorVersion >= 1 ? WireError.HostMissing
            : WireError.None;
    }

    /// <summary>How a request's body ends.</summary>
    public static BodyFraming FramingOf(in MessageSemantics semantics) =>
        semantics.IsChunked ? BodyFraming.Chunked
        : semantics.ContentLength > 0 ? BodyFraming.Length
        : BodyFraming.None;
}
