using System.Net;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A file of the image, in all the codings the build made of it.</summary>
internal sealed class ImmutableFile
{
    private readonly ImmutableRepresentation _identity;
    private readonly ImmutableRepresentation? _gzip;
    private readonly ImmutableRepresentation? _brotli;

    public ImmutableFile(Key key, in ImmutableContent content, HttpFileOptions options)
    {
        var varies = !content.Gzip.IsEmpty || !content.Brotli.IsEmpty;
        var mediaType = options.MediaTypeOf(key);
        var cacheControl = options.CacheControl(key);
        var digest = content.Digest;
        var lastModified = content.LastModified;
        _identity = Make(content.Identity, ContentCoding.Identity);
        _gzip = content.Gzip.IsEmpty ? null : Make(content.Gzip, ContentCoding.Gzip);
        _brotli = content.Brotli.IsEmpty ? null : Make(content.Brotli, ContentCoding.Brotli);

        ImmutableRepresentation Make(ReadOnlyMemory<byte> octets, ContentCoding coding) => new(
            new(mediaType, FileRepresentation.TagOf(digest.Span, coding), lastModified, cacheControl, coding, varies), octets);
    }

    /// <summary>Answers a GET or HEAD.</summary>
    public ValueTask AnswerAsync(HttpExchange exchange)
    {
        var request = exchange.Request;
        var representation = _identity;
        if (_gzip is not null || _brotli is not null)
        {
            representation = Choose(request);
        }

        if (representation is null)
        {
            exchange.Response.SendText(HttpStatusCode.NotAcceptable, "The file is to be had as it is, and in gzip or br at most.");
            exchange.Response.Headers.Add("Vary"u8, "Accept-Encoding"u8);
            return default;
        }

        if ((request.Head.Fields.Present & Preconditions.ConditionsOrRange) != 0
            || representation.Length > HttpResponse.ImmutablePieceLength
            || !exchange.Response.IsUntouched)
        {
            return FileAnswer.SendAsync(exchange, representation);
        }

        representation.SendWhole(exchange);
        return default;
    }

    /// <summary>Shows the file in place of one that does not exist.</summary>
    public ValueTask AnswerNotFoundAsync(HttpExchange exchange)
    {
        exchange.Response.Status = HttpStatusCode.NotFound;
        exchange.Response.Headers.Add("Content-Type"u8, _identity.Fields.MediaType);
        exchange.Response.Headers.Add("X-Content-Type-Options"u8, "nosniff"u8);
        exchange.Response.ContentLength = _identity.Length;
        return _identity.WriteAsync(exchange, new(0, _identity.Length));
    }

    private ImmutableRepresentation? Choose(HttpRequest request)
    {
        var fields = request.Head.Fields;
        if (!fields.Has(WellKnownField.AcceptEncoding))
        {
            return _identity;
        }

        var accepted = AcceptedCodings.Read(fields, request.Reader.Octets);
        return !accepted.TryChoose(_gzip is not null, _brotli is not null, out var coding) ? null
            : coding == ContentCoding.Brotli ? _brotli
            : coding == ContentCoding.Gzip ? _gzip
            : _identity;
    }
}
