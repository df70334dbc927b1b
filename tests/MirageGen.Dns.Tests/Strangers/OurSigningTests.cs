using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Dns.Signing;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>
/// Zones that we sign, by keys of BIND's dnssec-keygen, in the eyes of strangers: ldns-verify-zone (Debian's ldnsutils) and
/// dnssec-verify (bind9-utils) the zone that dig fetches, delv (bind9-dnsutils) answers.
/// </summary>
public sealed class OurSigningTests : IDisposable
{
    private const string Origin = "example.";
    private const int Groups = 20;

    private static readonly DnsServerOptions Options = new() { Transfers = [ClientRule.Parse("127.0.0.0/8")] };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-signing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("ECDSAP256SHA256", true)]
    [InlineData("ED25519", true)]
    [InlineData("ED25519", false)]
    public async Task A_zone_of_ours_is_verified_and_complete(string algorithm, bool hasTwoKeys)
    {
        using var server = OurServer.Start(await SignAsync(Keys(algorithm, hasTwoKeys)), Options);
        var file = Path.Combine(_folder.FullName, "fetched.zone");
        File.WriteAllText(file, Shell.Run(
            "dig", "@127.0.0.1", "-p", Text(server.Port), "+nocmd", "+nocomments", "+nostats", "+onesoa", Origin, "AXFR").Succeeded());

        Assert.Contains("Zone is verified and complete", Shell.Run("ldns-verify-zone", file).Succeeded(), StringComparison.Ordinal);
        string[] options = hasTwoKeys ? [] : ["-z"];
        var verdict = Shell.Run("dnssec-verify", [.. options, "-o", Origin, file]);
        Assert.Contains("Zone fully signed", verdict.Succeeded() + verdict.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h1.example.", "A", "; fully validated")]
    [InlineData("any.w3.example.", "TXT", "; fully validated")]
    [InlineData("x.t1.example.", "A", "; fully validated")]
    [InlineData("none.example.", "HINFO", "; negative response, fully validated")]
    [InlineData("e1.example.", "HINFO", "; negative response, fully validated")]
    [InlineData("h1.example.", "HINFO", "; negative response, fully validated")]
    public async Task Delv_validates_our_answers(string name, string type, string verdict)
    {
        var keys = Keys("ED25519", hasTwoKeys: true);
        using var server = OurServer.Start(await SignAsync(keys), Options);
        var delegation = Shell.Run("dnssec-dsfromkey", "-2", keys[^1] + ".key").Succeeded();

        Assert.Contains(verdict, DelvTool.Ask(server.Port, Origin, delegation, name, type), StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<Zone> SignAsync(string[] files)
    {
        var keys = files.Select(file => SigningKey.TryRead(File.ReadAllBytes(file + ".key"), File.ReadAllBytes(file + ".private"), out var key, out var problem)
            ? key
            : throw new InvalidOperationException(problem)).ToArray();
        var zone = TestServer.ReadZone($"$TTL 60\n$ORIGIN {Origin}\n{GeneratedZone.Write(Groups)}");
        return new ZoneSigners(new ZoneSigning(keys), TimeProvider.System, NullLogger.Instance).SignAsync(zone, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Has a zone-signing key made, and a key-signing key behind it.</summary>
    private string[] Keys(string algorithm, bool hasTwoKeys)
    {
        string[] keys = [Generate(algorithm)];
        return hasTwoKeys ? [.. keys, Generate(algorithm, "-f", "KSK")] : keys;
    }

    private string Generate(string algorithm, params string[] options) => Path.Combine(
        _folder.FullName,
        Shell.Run("dnssec-keygen", ["-q", "-K", _folder.FullName, "-a", algorithm, .. options, "-n", "ZONE", Origin]).Succeeded().Trim());
}
