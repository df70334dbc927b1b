namespace MirageGen.Http.Wire;

/// <summary>How the end of a message's body is told (RFC 9112 section 6.3).</summary>
internal enum BodyFraming : byte
{
    /// <summary>There is no body.</summary>
    None,

    /// <summary>As many octets as Content-Length says.</summary>
    Length,

    /// <summary>Chunks, the last of which is empty.</summary>
    Chunked,

    /// <summary>Up to the end of the stream; responses only.</summary>
    UntilClose,
}
