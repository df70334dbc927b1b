using System.Net;
using System.Text;

namespace MirageGen.Http;

/// <summary>
/// Several ranges of a file as one multipart/byteranges response (RFC 9110 section 14.6). The boundary is made of the
/// file's own digest, which the file cannot contain.
/// </summary>
internal sealed class MultipartRanges(HttpExchange exchange, FileRepresentation file, ByteRangeSet ranges)
{
    private readonly string _boundary = $"mirage-range-{Encoding.ASCII.GetString(file.Fields.Tag).Trim('"')}";

    public async ValueTask SendAsync()
    {
        var parts = new byte[ranges.Count][];
        var end = Encoding.ASCII.GetBytes($"\r\n--{_boundary}--\r\n");
        long length = end.Length;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = PartHead(ranges[i], isFirst: i == 0);
            length += parts[i].Length + ranges[i].Length;
        }

        var response = exchange.Response;
        response.Status = HttpStatusCode.PartialContent;
        file.Fields.AddTo(response.Headers, Encoding.ASCII.GetBytes($"multipart/byteranges; boundary=\"{_boundary}\""));
        response.ContentLength = length;
        for (var i = 0; i < parts.Length; i++)
        {
            await response.WriteAsync(parts[i]);
            await file.WriteAsync(exchange, ranges[i]);
        }

        await response.WriteAsync(end);
    }

    private byte[] PartHead(ByteRange range, bool isFirst)
    {
        Span<byte> text = stackalloc byte[ContentRangeText.MostBytes];
        var contentRange = Encoding.ASCII.GetString(ContentRangeText.Write(text, range, file.Length));
        return Encoding.ASCII.GetBytes(
            $"{(isFirst ? string.Empty : "\r\n")}--{_boundary}\r\n"
            + $"Content-Type: {Encoding.ASCII.GetString(file.Fields.MediaType)}\r\nContent-Range: {contentRange}\r\n\r\n");
    }
}
