using System.Text;

namespace MirageGen.Http;

/// <summary>The fields of a response that carries a file, as octets.</summary>
internal sealed class FileFields
{
    private readonly byte[] _cacheControl;
    private readonly byte[] _lastModifiedText;
    private readonly byte[] _coding;
    private readonly bool _varies;

    /// <summary>Makes the fields.</summary>
    /// <param name="mediaType">Content-Type.</param>
    /// <param name="tag">ETag with its quotes; empty for none.</param>
    /// <param name="lastModified">Last-Modified.</param>
    /// <param name="cacheControl">Cache-Control; null for none.</param>
    /// <param name="coding">Content-Encoding.</param>
    /// <param name="varies">Whether there are other codings, so that caches must keep them apart.</param>
    public FileFields(
        string mediaType, string tag, DateTimeOffset lastModified, string? cacheControl, ContentCoding coding, bool varies)
    {
        MediaType = Encoding.ASCII.GetBytes(mediaType);
        Tag = Encoding.ASCII.GetBytes(tag);
        LastModified = new(lastModified.UtcTicks - (lastModified.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        _lastModifiedText = FileRepresentation.DateOf(LastModified);
        _cacheControl = Encoding.ASCII.GetBytes(cacheControl ?? string.Empty);
        _coding = Encoding.ASCII.GetBytes(FileRepresentation.NameOf(coding));
        _varies = varies;
    }

    /// <summary>Content-Type.</summary>
    public byte[] MediaType { get; }

    /// <summary>ETag, with its quotes; empty for none.</summary>
    public byte[] Tag { get; }

    /// <summary>Last-Modified, in whole seconds.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>Adds the fields of a response that has the file, or a part of it.</summary>
    /// <param name="headers">Where they are added.</param>
    /// <param name="mediaType">The type of what is sent.</param>
    public void AddTo(HttpHeaders headers, ReadOnlySpan<byte> mediaType)
    {
        headers.Add("Content-Type"u8, mediaType);
        headers.Add("X-Content-Type-Options"u8, "nosniff"u8);
        headers.Add("Accept-Ranges"u8, "bytes"u8);
        AddUnlessEmpty(headers, "Content-Encoding"u8, _coding);
        AddValidatorsTo(headers);
    }

    /// <summary>Adds what a 304 must repeat (RFC 9110 section 15.4.5).</summary>
    public void AddValidatorsTo(HttpHeaders headers)
    {
        AddUnlessEmpty(headers, "ETag"u8, Tag);
        headers.Add("Last-Modified"u8, _lastModifiedText);
        AddUnlessEmpty(headers, "Cache-Control"u8, _cacheControl);
        if (_varies)
        {
            headers.Add("Vary"u8, "Accept-Encoding"u8);
        }
    }

    private static void AddUnlessEmpty(HttpHeaders headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            headers.Add(name, value);
        }
    }
}
