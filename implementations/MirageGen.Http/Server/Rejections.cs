using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>What to answer to octets that are no request.</summary>
internal static class Rejections
{
    /// <summary>The status for an error.</summary>
    public static HttpStatusCode StatusOf(WireError error) => error switch
    {
        WireError.TargetTooLong => HttpStatusCode.RequestUriTooLong,
        WireError.HeadTooLarge or WireError.TooManyFields => HttpStatusCode.RequestHeaderFieldsTooLarge,
        WireError.BodyTooLarge or WireError.ContentLengthTooLarge => HttpStatusCode.RequestEntityTooLarge,
        WireError.MethodTooLong or WireError.TransferCodingNotSupported => HttpStatusCode.NotImplemented,
        WireError.VersionNotSupported => HttpStatusCode.HttpVersionNotSupported,
        WireError.ExpectationNotSupported => HttpStatusCode.ExpectationFailed,
        WireError.SchemeNotServed => HttpStatusCode.MisdirectedRequest,
        _ => HttpStatusCode.BadRequest,
    };

    /// <summary>What is wrong, for the client to read.</summary>
    public static string TextOf(WireError error) => error switch
    {
        WireError.BareLineFeed => "A line ends in LF without CR.",
        WireError.BareCarriageReturn => "A CR stands without LF.",
        WireError.ControlCharacter => "There is a control character in a line.",
        WireError.BadRequestLine => "The first line is not method, target and version with one space between.",
        WireError.BadMethod => "The method is no token.",
        WireError.MethodTooLong => "The method is longer than any that is known.",
        WireError.BadVersion => "The version is not written as HTTP/1.1.",
        WireError.VersionNotSupported => "Only HTTP/1.1 and HTTP/1.0 are spoken here.",
        WireError.BadTarget => "The target is not one, or does not fit the method.",
        WireError.TargetTooLong => "The first line is too long.",
        WireError.SchemeNotServed => "Only http targets are served here.",
        WireError.BadPercentEncoding => "The path's percent-encoding is malformed, or stands for what no path may have.",
        WireError.PathAboveRoot => "The path leads above the root.",
        WireError.FoldedLine => "A field line is folded.",
        WireError.SpaceBeforeColon => "There is white space between a field's name and the colon.",
        WireError.BadFieldName => "A field's name is no token.",
        WireError.TooManyFields => "There are too many fields.",
        WireError.HeadTooLarge => "The fields are too large.",
        WireError.HostMissing => "Host is missing.",
        WireError.HostRepeated => "Host occurs more than once.",
        WireError.BadHost => "Host is not a host with an optional port.",
        WireError.BadContentLength => "Content-Length is not one number.",
        WireError.ContentLengthRepeated => "Content-Length occurs more than once.",
        WireError.ContentLengthTooLarge or WireError.BodyTooLarge => "The body is too large.",
        WireError.LengthAndTransferEncoding => "There are both Content-Length and Transfer-Encoding.",
        WireError.BadTransferEncoding => "Transfer-Encoding does not end in one chunked.",
        WireError.TransferCodingNotSupported => "No transfer coding but chunked is understood.",
        WireError.TransferEncodingInOldVersion => "There is Transfer-Encoding in HTTP/1.0.",
        WireError.ExpectationNotSupported => "No expectation but 100-continue can be met.",
        WireError.BadChunkSize => "A chunk's size is malformed.",
        WireError.BadChunkExtension => "A chunk's extension is malformed or too long.",
        WireError.ChunkNotTerminated => "A chunk is longer than its size.",
        WireError.Truncated => "The body ends early.",
        _ => "The request is malformed.",
    };
}
