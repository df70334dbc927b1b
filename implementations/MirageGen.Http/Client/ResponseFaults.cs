using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>What is wrong with octets that should be a response, in words that follow "the response is malformed: ".</summary>
internal static class ResponseFaults
{
    /// <summary>The kind of failure that an error is.</summary>
    public static HttpFailure FailureOf(WireError error) => error switch
    {
        WireError.HeadTooLarge or WireError.TooManyFields or WireError.BodyTooLarge or WireError.ContentLengthTooLarge => HttpFailure.TooLarge,
        WireError.VersionNotSupported or WireError.TransferCodingNotSupported => HttpFailure.NotSupported,
        WireError.Truncated => HttpFailure.ConnectionLost,
        _ => HttpFailure.BadResponse,
    };

    /// <summary>What went wrong.</summary>
    public static string TextOf(WireError error) => error switch
    {
        WireError.BareLineFeed => "a line of the response ends in LF without CR",
        WireError.BareCarriageReturn => "a CR stands without LF in the response",
        WireError.ControlCharacter => "there is a control character in a line of the response",
        WireError.BadStatusLine => "what came back does not begin with an HTTP status line",
        WireError.BadVersion => "the version of the response is not written as HTTP/1.1",
        WireError.VersionNotSupported => "the server answers in a version that is neither HTTP/1.1 nor HTTP/1.0",
        WireError.FoldedLine => "a field line of the response is folded",
        WireError.SpaceBeforeColon => "there is white space between a field's name and the colon in the response",
        WireError.BadFieldName => "a field's name in the response is no token",
        WireError.TooManyFields => "the response has too many fields (MaxFieldCount)",
        WireError.HeadTooLarge => "the response's head or trailer section is too large (MaxStatusLineBytes, MaxHeadBytes)",
        WireError.BadContentLength => "the response's Content-Length is not one number",
        WireError.ContentLengthRepeated => "Content-Length occurs more than once in the response",
        WireError.ContentLengthTooLarge or WireError.BodyTooLarge => "the response's body is too large",
        WireError.LengthAndTransferEncoding => "the response has both Content-Length and Transfer-Encoding",
        WireError.BadTransferEncoding => "the response's Transfer-Encoding does not end in one chunked",
        WireError.TransferCodingNotSupported => "the response has a transfer coding other than chunked, which none was asked for",
        WireError.TransferEncodingInOldVersion => "there is Transfer-Encoding in a response of HTTP/1.0",
        WireError.BadChunkSize => "the size of a chunk in the response is malformed",
        WireError.BadChunkExtension => "the extension of a chunk in the response is malformed or too long",
        WireError.ChunkNotTerminated => "a chunk in the response is longer than its size",
        WireError.Truncated => "the connection ended in the middle of the response",
        _ => "the response is malformed",
    };
}
