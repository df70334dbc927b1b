namespace MirageGen.Http;

/// <summary>How files are served.</summary>
public sealed record HttpFileOptions
{
    /// <summary>The defaults.</summary>
    public static HttpFileOptions Default { get; } = new();

    /// <summary>
    /// What Cache-Control says of a file; null for no such field. Unless set, a client may keep every file but must ask
    /// whether it has changed (<c>no-cache</c>), which costs a 304 without a body.
    /// </summary>
    public Func<Key, string?> CacheControl { get; init; } = static _ => "no-cache";

    /// <summary>A file's media type, where the table of the library does not fit; null leaves it to the table.</summary>
    public Func<Key, string?> MediaType { get; init; } = static _ => null;

    /// <summary>The file that stands for the directory it lies in.</summary>
    public string IndexName { get; init; } = "index.html";

    /// <summary>The file at the root of the store that is shown with status 404, when there is one.</summary>
    public string NotFoundName { get; init; } = "404.html";

    internal string MediaTypeOf(Key key) => MediaType(key) ?? MediaTypes.Of(key.Name);
}
