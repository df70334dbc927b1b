using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The DnsSigner example, with keys of BIND's dnssec-keygen, asked by dig and delv.</summary>
public sealed class SigningServerTests(PublishedSigner signer) : IClassFixture<PublishedSigner>, IDisposable
{
    private const string Origin = "example.net.";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-signer-");
    private readonly string _port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_zone_is_signed_and_signed_again_when_it_changes()
    {
        var zone = Write("example.net.zone", Zone(1));
        var (secret, entry) = (Generate(), Generate("-f", "KSK"));
        using var running = signer.Start("--port", _port, "--zone", zone, "--sign", secret, "--sign", entry, "--reload", "100ms", "--transfer", "127.0.0.1");
        running.WaitForOutput("Serving DNS");
        Assert.Contains("; fully validated", Delv(entry, "www.example.net", "A"), StringComparison.Ordinal);
        Assert.Contains("; negative response, fully validated", Delv(entry, "none.example.net", "A"), StringComparison.Ordinal);

        // With the serial number that it had: ours goes on.
        Write("example.net.zone", Zone(1, "new A 192.0.2.9"));
        running.WaitForOutput("is served with serial 2");
        Assert.Contains("; fully validated", Delv(entry, "new.example.net", "A"), StringComparison.Ordinal);
        var file = Write("fetched", Shell.Run("dig", "@127.0.0.1", "-p", _port, "+nocmd", "+nocomments", "+nostats", "+onesoa", Origin, "AXFR").Succeeded());
        Assert.Contains("Zone is verified and complete", Shell.Run("ldns-verify-zone", file).Succeeded(), StringComparison.Ordinal);
        Assert.Equal(0, running.Stop());
    }

    [Theory]
    [InlineData("", "SigningServer: there is no file '*/nothing.key'")]
    [InlineData("other.example", "--sign: key # is of other.example., and the zone is example.net.")]
    [InlineData("example.net", "--sign */K: its DNSKEY record is of another key than the private one")]
    public void A_key_that_is_none_is_one_line_and_an_exit_code(string origin, string line)
    {
        var zone = Write("example.net.zone", Zone(1));
        var key = Path.Combine(_folder.FullName, "nothing");
        if (origin.Length > 0)
        {
            key = Path.Combine(_folder.FullName, Shell.Run("dnssec-keygen", "-q", "-K", _folder.FullName, "-a", "ED25519", "-n", "ZONE", origin).Succeeded().Trim());
        }

        if (origin == "example.net")
        {
            File.Copy(Generate() + ".private", key + ".private", overwrite: true);
        }

        using var running = signer.Start("--port", _port, "--zone", zone, "--sign", key);

        Assert.Equal(1, running.WaitForExit(Limit));
        var tag = int.TryParse(key.Split('+')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var expected = line.Replace("*/K", key, StringComparison.Ordinal).Replace("*", _folder.FullName, StringComparison.Ordinal)
            .Replace("#", tag.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.EndsWith(expected, running.Console.TrimEnd(), StringComparison.Ordinal);
    }

    private static string Zone(int serial, string more = "") =>
        string.Create(CultureInfo.InvariantCulture, $"$TTL 60\n@ SOA ns h {serial} 1h 15m 14d 5m\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.2\n{more}\n");

    private string Generate(params string[] options) => Path.Combine(
        _folder.FullName, Shell.Run("dnssec-keygen", ["-q", "-K", _folder.FullName, "-a", "ED25519", .. options, "-n", "ZONE", Origin]).Succeeded().Trim());

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Delv(string entry, string name, string type) => DelvTool.Ask(
        int.Parse(_port, CultureInfo.InvariantCulture), Origin, Shell.Run("dnssec-dsfromkey", "-2", entry + ".key").Succeeded(), name, type);
}
