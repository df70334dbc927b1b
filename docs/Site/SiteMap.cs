namespace MirageGen.DocsSite;

/// <summary>Which document becomes which page, in the order of the navigation.</summary>
public static class SiteMap
{
    private static readonly SiteSection[] Sections =
    [
        new("Start",
        [
            new("docs/tutorial.md", "tutorial.html", "A web server in five minutes"),
            new("examples/README.md", "examples.html", "Examples"),
            new("docs/testing.md", "testing.html", "Testing an appliance"),
        ]),
        new("Reference",
        [
            new("docs/sdk.md", "sdk.html", "SDK: properties and commands"),
            new("implementations/MirageGen.Http/README.md", "http.html", "HTTP/1.1"),
            new("implementations/MirageGen.Http/Client/README.md", "http-client.html", "HTTP client"),
            new("implementations/MirageGen.Dns/README.md", "dns.html", "DNS"),
            new("implementations/MirageGen.Storage/README.md", "storage.html", "Storage"),
            new("unix-backend/MirageGen.Unix/README.md", "unix.html", "The unix target"),
            new("xen-backend/MirageGen.Xen/README.md", "xen.html", "The xen target"),
            new("xen-backend/native/README.md", "xen-shim.html", "The native shim"),
            new("docs/diagnostics/README.md", "diagnostics/index.html", "Diagnostics"),
        ]),
        new("Inside",
        [
            new("ARCHITECTURE.md", "architecture.html", "Architecture"),
            new("docs/composer.md", "composer.html", "The composer"),
            new("docs/benchmarks/README.md", "measured.html", "Measured beside others"),
        ]),
    ];

    /// <summary>The navigation of a checkout, with the pages of diagnostics found there.</summary>
    public static IReadOnlyList<SiteSection> Of(string root) =>
    [
        .. Sections,
        new SiteSection(string.Empty, [.. Diagnostics(root)]),
    ];

    /// <summary>
    /// The pictures that the site has. Those of single measurements stay in the repository, as their pages do: they would be the
    /// larger part of an image that serves the site.
    /// </summary>
    public static IReadOnlyList<string> Pictures(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.svg").Select(file => $"docs/{Path.GetFileName(file)}"), "docs/benchmarks/overview.svg"];

    private static IEnumerable<SiteDocument> Diagnostics(string root) =>
        Directory.EnumerateFiles(Path.Combine(root, "docs", "diagnostics"), "MGEN*.md")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal)
            .Select(name => new SiteDocument($"docs/diagnostics/{name}.md", $"diagnostics/{name}.html", name));

    /// <summary>The root of the checkout that holds a folder.</summary>
    public static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "MirageGen.sln")) ? folder
        : Path.GetDirectoryName(folder) is { } parent ? FindRoot(parent)
        : throw new DirectoryNotFoundException("MirageGen.sln is in no folder above this one.");
}
