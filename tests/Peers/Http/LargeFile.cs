namespace MirageGen.Peers.Http;

/// <summary>A file that is too large to be kept in the repository, or in an image for Xen.</summary>
internal static class LargeFile
{
    public const string Path = "/10m.zip";

    private const int Octets = 10 << 20;
    private const int Seed = 1;

    /// <summary>Writes it where the large site has its content. By its name it is compressed already, so that nobody tries.</summary>
    /// <returns>The folder.</returns>
    public static string Write(PeerBuild build)
    {
        var folder = build.SourcePath("LargeSite/htdocs");
        Directory.CreateDirectory(folder);
        var octets = new byte[Octets];
        new Random(Seed).NextBytes(octets);
        File.WriteAllBytes(folder + Path, octets);
        return folder;
    }
}
