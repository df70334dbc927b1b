namespace MirageGen.Peers.Http;

/// <summary>The web servers that are measured beside each other: ours, Kestrel and nginx, with the same files.</summary>
internal static class HttpPeers
{
    /// <summary>Builds them with the small files.</summary>
    public static Peer[] Build(PeerBuild build) => Build(
        build.Publish("MirageGen/PeerSite.csproj", "PeerSite"),
        Kestrel(build),
        build.Content,
        build,
        port: 18101);

    /// <summary>Builds them with the large file.</summary>
    public static Peer[] BuildLarge(PeerBuild build)
    {
        var content = LargeFile.Write(build);
        return Build(build.Publish("LargeSite/LargeSite.csproj", "LargeSite"), Kestrel(build), content, build, port: 18111);
    }

    private static string Kestrel(PeerBuild build) => build.Publish("Kestrel/Kestrel.csproj", "Kestrel");

    private static Peer[] Build(string ours, string kestrel, string content, PeerBuild build, int port) =>
    [
        new("MirageGen", port, ours, "--port", $"{port}"),
        new("Kestrel", port + 1, kestrel, $"{port + 1}", content),
        new("nginx", port + 2, "nginx", "-p", build.Folder, "-c", build.WriteNginxConfiguration(content, $"127.0.0.1:{port + 2}")),
    ];
}
