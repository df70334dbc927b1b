using System.Text;

namespace MirageGen.Http.Wire;

/// <summary>Recognises field names, whatever their case.</summary>
internal static class WellKnownFields
{
    /// <summary>Which field a name means; a name that is found here is a valid one.</summary>
    public static WellKnownField Identify(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return WellKnownField.None;
        }

        // Length and first letter leave at most two candidates.
        return (char)(name[0] | 0x20) switch
        {
            'a' => IdentifyA(name),
            'c' => IdentifyC(name),
            'd' => Match(name, "date"u8, WellKnownField.Date),
            'e' => name.Length == 4 ? Match(name, "etag"u8, WellKnownField.ETag) : Match(name, "expect"u8, WellKnownField.Expect),
            'h' => Match(name, "host"u8, WellKnownField.Host),
            'i' => IdentifyI(name),
            'l' => name.Length == 8
                ? Match(name, "location"u8, WellKnownField.Location)
                : Match(name, "last-modified"u8, WellKnownField.LastModified),
            'r' => Match(name, "range"u8, WellKnownField.Range),
            't' => IdentifyT(name),
            'u' => name.Length == 7
                ? Match(name, "upgrade"u8, WellKnownField.Upgrade)
                : Match(name, "user-agent"u8, WellKnownField.UserAgent),
            'v' => Match(name, "vary"u8, WellKnownField.Vary),
            _ => WellKnownField.None,
        };
    }

    private static WellKnownField IdentifyA(ReadOnlySpan<byte> name) => name.Length switch
    {
        5 => Match(name, "allow"u8, WellKnownField.Allow),
        6 => Match(name, "accept"u8, WellKnownField.Accept),
        13 => Match(name, "accept-ranges"u8, WellKnownField.AcceptRanges, "authorization"u8, WellKnownField.Authorization),
        15 => Match(name, "accept-encoding"u8, WellKnownField.AcceptEncoding),
        _ => WellKnownField.None,
    };

    private static WellKnownField IdentifyC(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 => Match(name, "cookie"u8, WellKnownField.Cookie),
        10 => Match(name, "connection"u8, WellKnownField.Connection),
        12 => Match(name, "content-type"u8, WellKnownField.ContentType),
        13 => Match(name, "cache-control"u8, WellKnownField.CacheControl, "content-range"u8, WellKnownField.ContentRange),
        14 => Match(name, "content-length"u8, WellKnownField.ContentLength),
        16 => Match(name, "content-encoding"u8, WellKnownField.ContentEncoding),
        _ => WellKnownField.None,
    };

    private static WellKnownField IdentifyI(ReadOnlySpan<byte> name) => name.Length switch
    {
        8 => Match(name, "if-match"u8, WellKnownField.IfMatch, "if-range"u8, WellKnownField.IfRange),
        13 => Match(name, "if-none-match"u8, WellKnownField.IfNoneMatch),
        17 => Match(name, "if-modified-since"u8, WellKnownField.IfModifiedSince),
        19 => Match(name, "if-unmodified-since"u8, WellKnownField.IfUnmodifiedSince),
        _ => WellKnownField.None,
    };

    private static WellKnownField IdentifyT(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Match(name, "te"u8, WellKnownField.Te),
        7 => Match(name, "trailer"u8, WellKnownField.Trailer),
        17 => Match(name, "transfer-encoding"u8, WellKnownField.TransferEncoding),
        _ => WellKnownField.None,
    };

    private static WellKnownField Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> candidate, WellKnownField field) =>
        Ascii.EqualsIgnoreCase(name, candidate) ? field : WellKnownField.None;

    private static WellKnownField Match(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> candidate,
        WellKnownField field,
        ReadOnlySpan<byte> otherCandidate,
        WellKnownField otherField) =>
        Ascii.EqualsIgnoreCase(name, candidate) ? field : Match(name, otherCandidate, otherField);
}
