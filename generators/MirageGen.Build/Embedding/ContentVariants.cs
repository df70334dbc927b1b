using System.Buffers;
using System.IO.Compression;

namespace MirageGen.Build.Embedding;

/// <summary>The compressed forms of a value; null where the form is not asked for, or not smaller than the value.</summary>
/// <param name="Gzip">RFC 1952, at the highest level.</param>
/// <param name="Brotli">RFC 7932, at the highest quality, with a window every browser takes.</param>
internal sealed record ContentVariants(byte[]? Gzip, byte[]? Brotli)
{
    private const int BrotliQuality = 11;
    private const int BrotliWindow = 22;

    /// <summary>Formats that are compressed in themselves: another pass gains nothing.</summary>
    private static readonly HashSet<string> CompressedEndings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".7z", ".aac", ".apk", ".avif", ".br", ".bz2", ".docx", ".epub", ".flac", ".gif", ".gz", ".heic", ".jar", ".jpeg",
        ".jpg", ".jxl", ".lz4", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".nupkg", ".ogg", ".opus", ".png", ".pptx",
        ".rar", ".tgz", ".webm", ".webp", ".woff", ".woff2", ".xlsx", ".xz", ".zip", ".zst",
    };

    /// <summary>A value of which there is no smaller form.</summary>
    public static ContentVariants None { get; } = new(null, null);

    /// <summary>Whether a file's ending names a format that is compressed in itself.</summary>
    public static bool IsCompressed(string path) => CompressedEndings.Contains(Path.GetExtension(path));

    /// <summary>Makes forms of a value.</summary>
    public static ContentVariants Of(byte[] value, ContentEncodings encodings) => new(
        encodings.HasFlag(ContentEncodings.Gzip) ? MakeGzip(value) : null,
        encodings.HasFlag(ContentEncodings.Brotli) ? MakeBrotli(value) : null);

    private static byte[]? MakeGzip(byte[] value)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(value);
        }

        return output.Length < value.Length ? output.ToArray() : null;
    }

    private static byte[]? MakeBrotli(byte[] value)
    {
        // Room for what is worth keeping; what does not fit is not smaller.
        var room = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            return BrotliEncoder.TryCompress(value, room, out var written, BrotliQuality, BrotliWindow) && written < value.Length
                ? room[..written]
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}
