using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Content;

/// <summary>The same files embedded and in a store that is read.</summary>
internal static class StaticSite
{
    public const string Index = "<!doctype html><title>Home</title>";

    public static byte[] Large { get; } = MakeLarge();

    public static string Page { get; } = $"<!doctype html>{new string(' ', 2000)}<p>page</p>";

    private static ImmutableStore EmbeddedStore { get; } = MakeEmbedded();

    private static IEnumerable<(string Key, byte[] Octets, bool IsCompressed)> Files =>
    [
        ("index.html", Encoding.UTF8.GetBytes(Index), false),
        ("page.html", Encoding.UTF8.GetBytes(Page), true),
        ("digits.txt", "0123456789"u8.ToArray(), false),
        ("empty.txt", [], false),
        ("large.bin", Large, false),
        ("docs/index.html", "docs"u8.ToArray(), false),
        ("docs/guide.md", "guide"u8.ToArray(), false),
        ("docs/deep/x.unknown", "x"u8.ToArray(), false),
        ("grüße und mehr.txt", "hallo"u8.ToArray(), false),
        ("a%b.txt", "percent"u8.ToArray(), false),
        (".well-known/security.txt", "contact"u8.ToArray(), false),
    ];

    public static void Embedded(HttpServer http) => http.MapFiles("/", EmbeddedStore);

    public static void Stored(HttpServer http) => http.MapFiles("/", MakeStored());

    public static ImmutableStore MakeEmbedded()
    {
        var store = new ImmutableStore();
        foreach (var (key, octets, isCompressed) in Files)
        {
            store.With(key, octets, isCompressed);
        }

        return store;
    }

    public static MemoryStore MakeStored()
    {
        var store = new MemoryStore();
        foreach (var (key, octets, _) in Files)
        {
            store.With(key, octets);
        }

        return store;
    }

    /// <summary>One request to a site.</summary>
    /// <param name="isEmbedded">Which one.</param>
    /// <param name="line">Method and target.</param>
    /// <param name="fields">Further field lines, without their ends.</param>
    public static TestResponse Ask(bool isEmbedded, string line, params string[] fields) =>
        TestSite.Ask(
            isEmbedded ? Embedded : Stored,
            $"{line} HTTP/1.1\r\nHost: x\r\n{string.Concat(fields.Select(field => $"{field}\r\n"))}\r\n");

    private static byte[] MakeLarge()
    {
        var octets = new byte[700_001];
        new Random(7).NextBytes(octets);
        return octets;
    }
}
