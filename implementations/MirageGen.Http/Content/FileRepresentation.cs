using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A file in one coding, as it can be sent: what its fields say, and its octets.</summary>
internal abstract class FileRepresentation(FileFields fields, long length)
{
    /// <summary>The fields.</summary>
    public FileFields Fields { get; } = fields;

    /// <summary>Octets of the whole.</summary>
    public long Length { get; } = length;

    /// <summary>Whether the octets never change.</summary>
    public abstract bool IsImmutable { get; }

    /// <summary>Writes a part of the octets.</summary>
    public abstract ValueTask WriteAsync(HttpExchange exchange, ByteRange range);

    /// <summary>Names the coding as Content-Encoding does; empty for identity.</summary>
    public static string NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        _ => string.Empty,
    };

    /// <summary>The entity tag of a file with a digest: each coding has its own (RFC 9110 section 8.8.3.3).</summary>
    public static string TagOf(ReadOnlySpan<byte> digest, ContentCoding coding)
    {
        const int DigestBytes = 12;
        var text = new StringBuilder("\"");
        text.Append(Convert.ToHexStringLower(digest[..Math.Min(digest.Length, DigestBytes)]));
        return text.Append(coding == ContentCoding.Identity ? string.Empty : $"-{NameOf(coding)}").Append('"').ToString();
    }

    /// <summary>A date as it stands in Last-Modified.</summary>
    public static byte[] DateOf(DateTimeOffset time)
    {
        var octets = new byte[HttpDate.Length];
        HttpDate.Write(time, octets);
        return octets;
    }
}
