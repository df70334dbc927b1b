namespace MirageGen.Peers.Http;

/// <summary>A way of loading web servers at full speed.</summary>
/// <param name="Name">The charts' name.</param>
/// <param name="Heading">What the report calls it.</param>
/// <param name="Path">The file.</param>
/// <param name="Connections">How many at once.</param>
/// <param name="Options">More of wrk's options.</param>
internal sealed record HttpLoad(string Name, string Heading, string Path, int Connections, params string[] Options)
{
    /// <summary>With the files that every site has.</summary>
    public static IReadOnlyList<HttpLoad> Small { get; } =
    [
        new("1k", "1 kB, connections kept", "/1k.txt", 64),
        new("100k", "100 kB, connections kept", "/100k.txt", 64),
        new("fresh", "1 kB, a connection for each request", "/1k.txt", 16, "-H", "Connection: close"),
    ];

    /// <summary>With the large file.</summary>
    public static HttpLoad Large { get; } = new("10m", "10 MB, connections kept", LargeFile.Path, 8);
}
