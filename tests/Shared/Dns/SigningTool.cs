using System.Text.RegularExpressions;

namespace MirageGen.Interop;

/// <summary>BIND's dnssec-keygen and dnssec-signzone: a stranger's signatures.</summary>
internal sealed partial class SigningTool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-signing-");

    /// <summary>Signs a zone with a key of its own.</summary>
    /// <param name="origin">The zone.</param>
    /// <param name="text">Its records; there must be NS records.</param>
    /// <param name="algorithm">Of the key, such as ED25519.</param>
    /// <param name="chain">How denials are signed: options of dnssec-signzone, such as <c>-3 ab</c>; none for NSEC.</param>
    /// <param name="start">Since when signatures hold; null for an hour ago.</param>
    /// <param name="end">Until when.</param>
    /// <returns>The signed zone, and its DS records.</returns>
    public (string Text, string Delegation) Sign(
        string origin, string text, string algorithm = "ECDSAP256SHA256", string chain = "", string? start = null, string end = "now+864000")
    {
        var name = origin.TrimEnd('.');
        var file = Path.Combine(_folder.FullName, $"{name}.zone");
        File.WriteAllText(file, $"$TTL 60\n$ORIGIN {origin}\n{text}");
        string[] size = algorithm.StartsWith("RSA", StringComparison.Ordinal) ? ["-b", "1024"] : [];
        var key = Shell.Run("dnssec-keygen", ["-q", "-K", _folder.FullName, "-a", algorithm, .. size, "-f", "KSK", "-n", "ZONE", origin]).Succeeded().Trim();
        File.AppendAllText(file, File.ReadAllText(Path.Combine(_folder.FullName, $"{key}.key")));
        var keyFile = Path.Combine(_folder.FullName, key);
        string[] options = [.. start is null ? (string[])[] : ["-s", start], .. chain.Length == 0 ? [] : chain.Split(' ')];
        Shell.Run(
            "dnssec-signzone",
            [
                "-q", "-z", "-P", "-d", _folder.FullName, "-o", origin, "-e", end, "-O", "full", "-f", file + ".signed",
                .. options, "-k", keyFile, file, keyFile,
            ]).Succeeded();
        var ds = Shell.Run("dnssec-dsfromkey", "-2", keyFile + ".key").Succeeded().Trim();
        return (Comments().Replace(File.ReadAllText(file + ".signed"), string.Empty), ds);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"^;.*\n", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
