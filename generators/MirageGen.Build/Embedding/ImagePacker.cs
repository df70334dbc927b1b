using System.Collections.Concurrent;
using System.Security.Cryptography;
using MirageGen.Storage;

namespace MirageGen.Build.Embedding;

/// <summary>Packs a directory's files into an image.</summary>
/// <param name="encodings">The compressed forms to make.</param>
/// <param name="epochSeconds">
/// What every value's time is set to, seconds since 1970 (SOURCE_DATE_EPOCH); null for each file's own.
/// </param>
/// <param name="cancellation">Ends the work between two files.</param>
internal sealed class ImagePacker(ContentEncodings encodings, long? epochSeconds, CancellationToken cancellation)
{
    /// <summary>The most octets of an image.</summary>
    public const long MaxImageBytes = 1L << 30;

    private readonly ConcurrentDictionary<string, PackedValue> _packed = new(StringComparer.Ordinal);

    /// <summary>Reads, hashes and compresses the files and lays them out.</summary>
    /// <param name="directory">Named in errors.</param>
    /// <param name="files">As <see cref="ContentDirectory"/> found them.</param>
    /// <param name="previous">
    /// The image of an earlier build, made with the same encodings, or empty: what has not changed since is not compressed
    /// again, which at the highest quality takes seconds per megabyte.
    /// </param>
    public byte[] Pack(string directory, IReadOnlyList<ContentFile> files, ReadOnlyMemory<byte> previous)
    {
        var octets = files.Sum(static file => file.Length);
        if (octets > MaxImageBytes)
        {
            throw TooLarge(directory, octets);
        }

        Recall(previous);
        var values = new PackedValue[files.Count];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, options, i => values[i] = Pack(files[i]));

        octets = values.Sum(static value =>
            value.Identity.Length + (long)(value.Variants.Gzip?.Length ?? 0) + (value.Variants.Brotli?.Length ?? 0));
        return octets <= MaxImageBytes ? ImageWriter.Write(values) : throw TooLarge(directory, octets);
    }

    private static EmbedException TooLarge(string directory, long octets) =>
        new("MGEN206", directory,
            $"The directory's content and its compressed forms are {octets >> 20} MiB and an image can carry "
            + $"{MaxImageBytes >> 20} MiB; keep large files on a disk.");

    private PackedValue Pack(ContentFile file)
    {
        var identity = Read(file);
        var digest = SHA256.HashData(identity);
        var isCompressed = ContentVariants.IsCompressed(file.Path);
        var packed = _packed.GetOrAdd(
            Name(digest, isCompressed),
            _ => new(file.Key, 0, identity, digest, isCompressed ? ContentVariants.None : ContentVariants.Of(identity, encodings)));
        return packed with
        {
            Key = file.Key,
            ModifiedSeconds = epochSeconds ?? new DateTimeOffset(file.Modified).ToUnixTimeSeconds(),
        };
    }

    private static byte[] Read(ContentFile file)
    {
        try
        {
            // What has no size is not opened: a pipe or a socket in the directory would never end.
            return file.Length == 0 ? [] : File.ReadAllBytes(file.Path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EmbedException("MGEN207", file.Path, $"The file cannot be read: {cause.Message}");
        }
    }

    /// <summary>Takes the compressed forms of an earlier image; one that is damaged or of another version is none.</summary>
    private void Recall(ReadOnlyMemory<byte> image)
    {
        try
        {
            for (var i = 0; !image.IsEmpty && i < EmbeddedView.Open(image.Span).Count; i++)
            {
                var view = EmbeddedView.Open(image.Span);
                var entry = view.Read(i);
                if (entry.Kind == KeyKind.Value)
                {
                    Remember(image, entry, ContentVariants.IsCompressed(view.NameOf(i).ToString()));
                }
            }
        }
        catch (DeviceException)
        {
            _packed.Clear();
        }
    }

    private void Remember(ReadOnlyMemory<byte> image, in EmbeddedEntry entry, bool isCompressed)
    {
        var digest = Octets(image, entry.Digest)!;
        var variants = new ContentVariants(Octets(image, entry.Gzip), Octets(image, entry.Brotli));
        _packed[Name(digest, isCompressed)] = new(Key.Root, 0, Octets(image, entry.Identity) ?? [], digest, variants);
    }

    private static byte[]? Octets(ReadOnlyMemory<byte> image, EmbeddedSlice slice) =>
        slice.Length == 0 ? null : image.Slice(slice.Offset, slice.Length).ToArray();

    private static string Name(byte[] digest, bool isCompressed) => $"{Convert.ToHexString(digest)}{isCompressed}";
}
