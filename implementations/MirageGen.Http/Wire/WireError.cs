namespace MirageGen.Http.Wire;

/// <summary>What is wrong with octets received; the upper layers decide what to answer.</summary>
internal enum WireError : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line feed without a carriage return before it (RFC 9112 section 2.2).</summary>
    BareLineFeed,

    /// <summary>A carriage return without a line feed behind it (RFC 9112 section 2.2).</summary>
    BareCarriageReturn,

    /// <summary>A control character in a line (RFC 9110 section 5.5).</summary>
    ControlCharacter,

    /// <summary>The request line is not method, target and version with one space between (RFC 9112 section 3).</summary>
    BadRequestLine,

    /// <summary>The method is no token (RFC 9110 section 9.1).</summary>
    BadMethod,

    /// <summary>The method is longer than any that is known (RFC 9112 section 3).</summary>
    MethodTooLong,

    /// <summary>The version is not written as one (RFC 9112 section 2.3).</summary>
    BadVersion,

    /// <summary>The version is well-formed, but not 1.x (RFC 9110 section 15.6.6).</summary>
    VersionNotSupported,

    /// <summary>The target has characters it must not have, or its form does not fit the method (RFC 9112 section 3.2).</summary>
    BadTarget,

    /// <summary>The request line is longer than allowed.</summary>
    TargetTooLong,

    /// <summary>The target names a scheme that is not served here (RFC 9110 section 7.4).</summary>
    SchemeNotServed,

    /// <summary>A percent sign without two hexadecimal digits, or an encoded control character.</summary>
    BadPercentEncoding,

    /// <summary>The path leads above the root.</summary>
    PathAboveRoot,

    /// <summary>A line continues the one before it (obs-fold, RFC 9112 section 5.2).</summary>
    FoldedLine,

    /// <summary>White space between a field's name and the colon (RFC 9112 section 5.1).</summary>
    SpaceBeforeColon,

    /// <summary>A field's name is no token, or there is no colon (RFC 9110 section 5.1).</summary>
    BadFieldName,

    /// <summary>More fields than allowed.</summary>
    TooManyFields,

    /// <summary>The head, or the trailer section, is larger than allowed.</summary>
    HeadTooLarge,

    /// <summary>No Host in a request of HTTP/1.1 (RFC 9112 section 3.2).</summary>
    HostMissing,

    /// <summary>More than one Host (RFC 9112 section 3.2).</summary>
    HostRepeated,

    /// <summary>Host is not a host with an optional port (RFC 9110 section 7.2).</summary>
    BadHost,

    /// <summary>Content-Length is not one number (RFC 9110 section 8.6).</summary>
    BadContentLength,

    /// <summary>Content-Length occurs more than once (RFC 9112 section 6.3).</summary>
    ContentLengthRepeated,

    /// <summary>Content-Length is a number too large to count with.</summary>
    ContentLengthTooLarge,

    /// <summary>Both Content-Length and Transfer-Encoding (RFC 9112 section 6.3).</summary>
    LengthAndTransferEncoding,

    /// <summary>Transfer-Encoding does not end in one chunked (RFC 9112 section 6.3).</summary>
    BadTransferEncoding,

    /// <summary>A transfer coding other than chunked (RFC 9112 section 6.1).</summary>
    TransferCodingNotSupported,

    /// <summary>Transfer-Encoding in a message of HTTP/1.0 (RFC 9112 section 6.1).</summary>
    TransferEncodingInOldVersion,

    /// <summary>An expectation other than 100-continue (RFC 9110 section 10.1.1).</summary>
    ExpectationNotSupported,

    /// <summary>A chunk's size is not hexadecimal digits, or too many of them (RFC 9112 section 7.1).</summary>
    BadChunkSize,

    /// <summary>Chunk extensions beyond the bound, or with forbidden characters (RFC 9112 section 7.1.1).</summary>
    BadChunkExtension,

    /// <summary>A chunk's data is not followed by CRLF (RFC 9112 section 7.1).</summary>
    ChunkNotTerminated,

    /// <summary>The body is larger than allowed.</summary>
    BodyTooLarge,

    /// <summary>The status line is not version, three digits and a reason (RFC 9112 section 4).</summary>
    BadStatusLine,

    /// <summary>The stream ended in the middle of a message.</summary>
    Truncated,
}
