using System.Globalization;
using System.Text;

namespace MirageGen.Http.Wire;

/// <summary>Status lines, ready to be sent: <c>HTTP/1.1 200 OK</c> with its line end.</summary>
internal static class StatusLines
{
    private const int Smallest = 100;
    private const int Largest = 599;

    private static readonly byte[]?[] Lines = new byte[Largest - Smallest + 1][];

    /// <summary>The line of a status.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no status: 100 to 599.</exception>
    public static ReadOnlySpan<byte> Of(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, Largest);
        return Lines[status - Smallest] ??= Make(status);
    }

    /// <summary>Refuses what no response can end with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no final status: 200 to 599.</exception>
    public static void ThrowIfNotFinal(int status, string parameter)
    {
        const int SmallestFinal = 200;
        ArgumentOutOfRangeException.ThrowIfLessThan(status, SmallestFinal, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, Largest, parameter);
    }

    private static byte[] Make(int status) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {ReasonOf(status)}\r\n"));

    /// <summary>The reason phrase of RFC 9110 section 15; empty for a status that is not in the registry.</summary>
    public static string ReasonOf(int status) => status switch
    {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        _ => string.Empty,
    };
}
