namespace MirageGen.Http.Tests.Wire;

/// <summary>Heads and what the parser makes of each; every one is also tried at every split.</summary>
internal static class RequestHeadCorpus
{
    private const string Fields = "Host: a\r\n\r\n";

    public static IEnumerable<(string Head, string Expected)> WellFormed =>
    [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [Host=a Host]"),
        ("GET /a/b?c=d&e HTTP/1.0\r\n\r\n", "GET/Get Origin /a/b?c=d&e a= p=/a/b! q=c=d&e 1.0"),
        ("GET /? HTTP/1.1\r\n\r\n", "GET/Get Origin /? a= p=/! q= 1.1"),
        ("GET /a%20b HTTP/1.1\r\n\r\n", "GET/Get Origin /a%20b a= p=/a%20b~ 1.1"),
        ("GET /a/../b HTTP/1.1\r\n\r\n", "GET/Get Origin /a/../b a= p=/a/../b~ 1.1"),
        ("GET /.hidden HTTP/1.1\r\n\r\n", "GET/Get Origin /.hidden a= p=/.hidden~ 1.1"),
        ("GET /a.b/c.d HTTP/1.1\r\n\r\n", "GET/Get Origin /a.b/c.d a= p=/a.b/c.d! 1.1"),
        ("GET /x?a=/.. HTTP/1.1\r\n\r\n", "GET/Get Origin /x?a=/.. a= p=/x! q=a=/.. 1.1"),
        ("GET /x?q=100%&f[]={1} HTTP/1.1\r\n\r\n", "GET/Get Origin /x?q=100%&f[]={1} a= p=/x! q=q=100%&f[]={1} 1.1"),
        ("OPTIONS * HTTP/1.1\r\n\r\n", "OPTIONS/Options Asterisk * a= p=~ 1.1"),
        ("CONNECT a.example:443 HTTP/1.1\r\n\r\n", "CONNECT/Connect Authority a.example:443 a=a.example:443 p=~ 1.1"),
        ("GET http://a.example/x?y HTTP/1.1\r\n\r\n", "GET/Get Absolute http://a.example/x?y a=a.example p=/x! q=y 1.1"),
        ("GET HTTP://a:8080 HTTP/1.1\r\n\r\n", "GET/Get Absolute HTTP://a:8080 a=a:8080 p=~ 1.1"),
        ("GET http://[::1]:80?y HTTP/1.1\r\n\r\n", "GET/Get Absolute http://[::1]:80?y a=[::1]:80 p=~ q=y 1.1"),
        ("PROPFIND /x HTTP/1.1\r\n\r\n", "PROPFIND/Other Origin /x a= p=/x! 1.1"),
        ("get / HTTP/1.1\r\n\r\n", "get/Other Origin / a= p=/! 1.1"),
        ("GET / HTTP/1.9\r\n\r\n", "GET/Get Origin / a= p=/! 1.1"),
        ("\r\nGET / HTTP/1.1\r\n\r\n", "GET/Get Origin / a= p=/! 1.1"),
        ("GET / HTTP/1.1\r\nA:\r\nB: \t \r\nC:\t x y \t\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [A= None] [B= None] [C=x y None]"),
        ("GET / HTTP/1.1\r\nx: a\tb\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [x=a\tb None]"),
        ("GET / HTTP/1.1\r\nx: \u00FC\u0080\u00FF\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [x=\u00FC\u0080\u00FF None]"),
        ("GET / HTTP/1.1\r\nx: \"q\\\"uoted\" (comment)\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [x=\"q\\\"uoted\" (comment) None]"),
        ("GET / HTTP/1.1\r\n!#$%&'*+-.^_`|~09azAZ: v\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [!#$%&'*+-.^_`|~09azAZ=v None]"),
        ("GET / HTTP/1.1\r\na: b:c: d\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [a=b:c: d None]"),
        ("GET / HTTP/1.1\r\nCONTENT-LENGTH: 5\r\ncontent-length:6\r\n\r\nrest", "GET/Get Origin / a= p=/! 1.1 [CONTENT-LENGTH=5 ContentLength] [content-length=6 ContentLength]"),
        ("GET / HTTP/1.1\r\nIf-Match: *\r\nIf-Range: x\r\nContent-Range: y\r\nCache-Control: z\r\n\r\n", "GET/Get Origin / a= p=/! 1.1 [If-Match=* IfMatch] [If-Range=x IfRange] [Content-Range=y ContentRange] [Cache-Control=z CacheControl]"),
    ];

    public static IEnumerable<(string Head, string Expected)> Malformed =>
    [
        // The request line (RFC 9112 section 3).
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", "BareLineFeed"),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", "BareLineFeed"),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", "BareLineFeed"),
        ("\nGET / HTTP/1.1\r\n\r\n", "BareLineFeed"),
        ("GET / HTTP/1.1\rHost: a\r\n\r\n", "BareCarriageReturn"),
        ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", "BareCarriageReturn"),
        ("GET / HTTP/1.1\r\n\rX\r\n", "BareCarriageReturn"),
        ("GET / HTTP/1.1\r\r\n\r\n", "BareCarriageReturn"),
        ("\r\n\r\nGET / HTTP/1.1\r\n\r\n", "BadRequestLine"),
        ("GET  / HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /  HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET\t/\tHTTP/1.1\r\n" + Fields, "BadRequestLine"),
        ("GET /\tHTTP/1.1\r\n" + Fields, "BadRequestLine"),
        ("GET / HTTP/1.1 \r\n" + Fields, "BadRequestLine"),
        (" GET / HTTP/1.1\r\n" + Fields, "BadMethod"),
        ("GET /\r\n" + Fields, "BadRequestLine"),
        ("GET\r\n" + Fields, "BadRequestLine"),
        ("GET HTTP/1.1\r\n" + Fields, "BadRequestLine"),
        ("GET / a HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("/ HTTP/1.1\r\n" + Fields, "BadMethod"),
        ("G@T / HTTP/1.1\r\n" + Fields, "BadMethod"),
        ("G\"T / HTTP/1.1\r\n" + Fields, "BadMethod"),
        ("G\u00C4T / HTTP/1.1\r\n" + Fields, "BadMethod"),
        ("GET\0/ HTTP/1.1\r\n" + Fields, "ControlCharacter"),
        ("\u0016\u0003\u0001\u0002\u0000\u0001", "ControlCharacter"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\r\n" + Fields, "MethodTooLong"),

        // Versions (RFC 9112 section 2.3).
        ("GET / HTTP/2.0\r\n" + Fields, "VersionNotSupported"),
        ("GET / HTTP/0.9\r\n" + Fields, "VersionNotSupported"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "VersionNotSupported"),
        ("GET / http/1.1\r\n" + Fields, "BadVersion"),
        ("GET / HTTP/1,1\r\n" + Fields, "BadVersion"),
        ("GET / HTTP/1.a\r\n" + Fields, "BadVersion"),
        ("GET / HTTP/a.1\r\n" + Fields, "BadVersion"),
        ("GET / XTTP/1.1\r\n" + Fields, "BadVersion"),
        ("GET / HTTP/1.10\r\n" + Fields, "BadRequestLine"),
        ("GET / HTTP/11.1\r\n" + Fields, "BadRequestLine"),
        ("GET / HTTP/2\r\n" + Fields, "BadRequestLine"),
        ("GET / HTTP/ 1.1\r\n" + Fields, "BadRequestLine"),

        // Targets (RFC 9112 section 3.2).
        ("GET a HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET * HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("OPTIONS ** HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /a#b HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /a?b#c HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /a\\b HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /\"a\" HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /<a> HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /?<a> HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /{a} HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /\u00FC HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET /?\u00FC HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET a.example:80 HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET http:///x HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET http://user@a/x HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET http://a:99999/x HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET ://a/x HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET h t://a/x HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("GET https://a/x HTTP/1.1\r\n" + Fields, "SchemeNotServed"),
        ("GET ftp://a/x HTTP/1.1\r\n" + Fields, "SchemeNotServed"),
        ("CONNECT a HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("CONNECT / HTTP/1.1\r\n" + Fields, "BadTarget"),
        ("CONNECT http://a:1 HTTP/1.1\r\n" + Fields, "BadTarget"),

        // Field lines (RFC 9112 section 5).
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "SpaceBeforeColon"),
        ("GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", "SpaceBeforeColon"),
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", "FoldedLine"),
        ("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "FoldedLine"),
        ("GET / HTTP/1.1\r\nA: b\r\n\tc: d\r\n\r\n", "FoldedLine"),
        ("GET / HTTP/1.1\r\nA: b\r\n \r\n\r\n", "FoldedLine"),
        ("GET / HTTP/1.1\r\n: a\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nHost\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nHo(st: a\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nH\u00F6st: a\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\n\"Host\": a\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nTransfer-Encoding\u00A0: chunked\r\n\r\n", "BadFieldName"),
        ("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", "ControlCharacter"),
        ("GET / HTTP/1.1\r\nA\0: b\r\n\r\n", "ControlCharacter"),
        ("GET / HTTP/1.1\r\nA: b\u000Bc\r\n\r\n", "ControlCharacter"),
        ("GET / HTTP/1.1\r\nA: b\u007Fc\r\n\r\n", "ControlCharacter"),
        ("GET / HTTP/1.1\r\nA: b\u001Bc\r\n\r\n", "ControlCharacter"),
    ];

    public static IEnumerable<(string Head, string Expected)> Incomplete =>
    [
        (string.Empty, "..."),
        ("G", "..."),
        ("\r", "..."),
        ("\r\n", "..."),
        ("GET / HTTP/1.1", "..."),
        ("GET / HTTP/1.1\r", "..."),
        ("GET / HTTP/1.1\r\n", "..."),
        ("GET / HTTP/1.1\r\nHost: a", "..."),
        ("GET / HTTP/1.1\r\nHost: a\r\n", "..."),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r", "..."),
    ];

    public static IEnumerable<(string Head, string Expected)> All => [.. WellFormed, .. Malformed, .. Incomplete];
}
