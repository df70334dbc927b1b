namespace MirageGen.Http;

/// <summary>Media types by the end of a file's name. Text is said to be UTF-8.</summary>
internal static class MediaTypes
{
    /// <summary>What is unknown; a browser then saves it rather than guess (RFC 9110 section 8.3).</summary>
    public const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["7z"] = "application/x-7z-compressed",
        ["aac"] = "audio/aac",
        ["apng"] = "image/apng",
        ["atom"] = "application/atom+xml",
        ["avif"] = "image/avif",
        ["bin"] = "application/octet-stream",
        ["bmp"] = "image/bmp",
        ["bz2"] = "application/x-bzip2",
        ["cjs"] = "text/javascript; charset=utf-8",
        ["css"] = "text/css; charset=utf-8",
        ["csv"] = "text/csv; charset=utf-8",
        ["eot"] = "application/vnd.ms-fontobject",
        ["epub"] = "application/epub+zip",
        ["flac"] = "audio/flac",
        ["gif"] = "image/gif",
        ["gz"] = "application/gzip",
        ["htm"] = "text/html; charset=utf-8",
        ["html"] = "text/html; charset=utf-8",
        ["ico"] = "image/vnd.microsoft.icon",
        ["ics"] = "text/calendar; charset=utf-8",
        ["jpeg"] = "image/jpeg",
        ["jpg"] = "image/jpeg",
        ["js"] = "text/javascript; charset=utf-8",
        ["json"] = "application/json",
        ["jsonld"] = "application/ld+json",
        ["m4a"] = "audio/mp4",
        ["m4v"] = "video/mp4",
        ["map"] = "application/json",
        ["markdown"] = "text/markdown; charset=utf-8",
        ["md"] = "text/markdown; charset=utf-8",
        ["mjs"] = "text/javascript; charset=utf-8",
        ["mp3"] = "audio/mpeg",
        ["mp4"] = "video/mp4",
        ["oga"] = "audio/ogg",
        ["ogg"] = "audio/ogg",
        ["ogv"] = "video/ogg",
        ["opus"] = "audio/ogg",
        ["otf"] = "font/otf",
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["rss"] = "application/rss+xml",
        ["rtf"] = "application/rtf",
        ["svg"] = "image/svg+xml",
        ["tar"] = "application/x-tar",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["toml"] = "application/toml",
        ["ttf"] = "font/ttf",
        ["txt"] = "text/plain; charset=utf-8",
        ["vtt"] = "text/vtt; charset=utf-8",
        ["wasm"] = "application/wasm",
        ["wav"] = "audio/wav",
        ["weba"] = "audio/webm",
        ["webm"] = "video/webm",
        ["webmanifest"] = "application/manifest+json",
        ["webp"] = "image/webp",
        ["woff"] = "font/woff",
        ["woff2"] = "font/woff2",
        ["xhtml"] = "application/xhtml+xml",
        ["xml"] = "application/xml",
        ["xz"] = "application/x-xz",
        ["yaml"] = "application/yaml",
        ["yml"] = "application/yaml",
        ["zip"] = "application/zip",
        ["zst"] = "application/zstd",
    };

    /// <summary>The type of a name's extension.</summary>
    public static string Of(ReadOnlySpan<char> name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && ByExtension.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[(dot + 1)..], out var type)
            ? type
            : Unknown;
    }
}
