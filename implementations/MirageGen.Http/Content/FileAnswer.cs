using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Answers a request for a file: conditions, then ranges, then the whole.</summary>
internal static class FileAnswer
{
    public static ValueTask SendAsync(HttpExchange exchange, FileRepresentation file)
    {
        var fields = file.Fields;
        var response = exchange.Response;
        switch (Preconditions.Evaluate(exchange.Request, fields.Tag, fields.LastModified))
        {
            case PreconditionVerdict.NotModified:
                response.Status = HttpStatusCode.NotModified;
                fields.AddValidatorsTo(response.Headers);
                return default;
            case PreconditionVerdict.Failed:
                response.SendText(HttpStatusCode.PreconditionFailed, null);
                return default;
            default:
                break;
        }

        var ranges = default(ByteRangeSet);
        return ReadRanges(exchange.Request, file, ref ranges) switch
        {
            RangeVerdict.NotSatisfiable => SendNotSatisfiable(response, file),
            RangeVerdict.Satisfiable when ranges.Count == 1 => SendRangeAsync(exchange, file, ranges[0]),
            RangeVerdict.Satisfiable => new MultipartRanges(exchange, file, ranges).SendAsync(),
            _ => SendWholeAsync(exchange, file),
        };
    }

    private static RangeVerdict ReadRanges(HttpRequest request, FileRepresentation file, ref ByteRangeSet ranges)
    {
        var head = request.Head;
        if (head.Method != MethodCode.Get
            || !head.Fields.TryGetOnly(WellKnownField.Range, request.Reader.Octets, out var asked)
            || !Preconditions.AllowRange(request, file.Fields.Tag, file.IsImmutable ? file.Fields.LastModified : null))
        {
            return RangeVerdict.Ignored;
        }

        var verdict = ByteRangeSet.Read(asked, file.Length, out ranges);

        // Without a digest there is nothing to make a boundary of that the file is sure not to contain.
        return ranges.Count > 1 && file.Fields.Tag.Length == 0 ? RangeVerdict.Ignored : verdict;
    }

    private static ValueTask SendWholeAsync(HttpExchange exchange, FileRepresentation file)
    {
        file.Fields.AddTo(exchange.Response.Headers, file.Fields.MediaType);
        return SendBodyAsync(exchange, file, new(0, file.Length));
    }

    private static ValueTask SendRangeAsync(HttpExchange exchange, FileRepresentation file, ByteRange range)
    {
        exchange.Response.Status = HttpStatusCode.PartialContent;
        file.Fields.AddTo(exchange.Response.Headers, file.Fields.MediaType);
        Span<byte> text = stackalloc byte[ContentRangeText.MostBytes];
        exchange.Response.Headers.Add("Content-Range"u8, ContentRangeText.Write(text, range, file.Length));
        return SendBodyAsync(exchange, file, range);
    }

    private static ValueTask SendBodyAsync(HttpExchange exchange, FileRepresentation file, ByteRange range)
    {
        exchange.Response.ContentLength = range.Length;
        return exchange.Request.Head.Method == MethodCode.Head || range.Length == 0 ? default : file.WriteAsync(exchange, range);
    }

    private static ValueTask SendNotSatisfiable(HttpResponse response, FileRepresentation file)
    {
        response.SendText(HttpStatusCode.RequestedRangeNotSatisfiable, null);
        Span<byte> text = stackalloc byte[ContentRangeText.MostBytes];
        response.Headers.Add("Content-Range"u8, ContentRangeText.WriteUnsatisfied(text, file.Length));
        return default;
    }
}
