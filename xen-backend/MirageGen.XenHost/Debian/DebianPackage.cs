namespace MirageGen.XenHost.Debian;

/// <summary>A package as apt would download it now.</summary>
/// <param name="FileName">Holds its name, version and architecture.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Digest">The file's hash, as <c>SHA256:...</c>; apt has verified it when a download succeeds.</param>
internal sealed record DebianPackage(string FileName, long Bytes, string Digest)
{
    /// <summary>What apt calls it. The file's name is name_version_architecture, with the colon of an epoch escaped.</summary>
    public string NameAndVersion =>
        Uri.UnescapeDataString(FileName).Split('_') is [var name, var version, ..] ? $"{name}={version}" : FileName;

    /// <summary>Reads a line of <c>apt-get download --print-uris</c>: 'URI' file length digest.</summary>
    public static DebianPackage? Parse(string line) =>
        line.Split(' ') is [['\'', ..], var file, var length, var digest] && long.TryParse(length, out var bytes)
            && file.EndsWith(".deb", StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal)
            ? new(file, bytes, digest)
            : null;
}
