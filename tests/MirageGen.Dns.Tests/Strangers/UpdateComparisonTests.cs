using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;
using MirageGen.TestKit;
using MirageGen.Unix;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>nsupdate changes our zone as it changes BIND's: the same is said, and the same zone comes of it.</summary>
public sealed class UpdateComparisonTests : IDisposable
{
    private const string Secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static readonly TsigKey Key = TsigKey.Parse($"update.example:hmac-sha512:{Secret}");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_same_updates_make_the_same_zone()
    {
        var text = GeneratedZone.Write(3);
        var file = Path.Combine(_folder.FullName, "example.zone");
        File.WriteAllText(file, text, Encoding.ASCII);
        using var theirs = StrangeServer.StartBind(_folder.FullName, file, Key, Secret, null);
        var random = new SeededRandom(20261128);
        using (var ours = Start(text))
        {
            for (var i = 0; i < 60; i++)
            {
                var commands = Commands(random);
                var mine = StrangeClient.Update(_folder.FullName, ours.Port, Key, Secret, commands);
                var other = StrangeClient.Update(_folder.FullName, theirs.Port, Key, Secret, commands);
                Assert.True((mine.ExitCode, mine.Errors) == (other.ExitCode, other.Errors), $"{string.Join('\n', commands)}\nours: {mine}\ntheirs: {other}");
                Assert.Equal(Fetch(theirs), LinesOf(ours));
            }

            Assert.True(ours.Zones.Zones[0].Serial > 20, "few updates were done");
        }

        using var again = Start(text);
        again.WaitUntil(() => again.Zones.Zones.Count == 1, "the zone of the journal");
        Assert.Equal(Fetch(theirs), LinesOf(again));
    }

    [Fact]
    public void Without_the_right_key_nothing_is_changed()
    {
        using var ours = Start(GeneratedZone.Write(1));
        var other = Convert.ToBase64String("another secret"u8);
        var outcome = StrangeClient.Update(_folder.FullName, ours.Port, Key, other, "update add new.example. 60 A 192.0.2.1");

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("BADSIG", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(1u, ours.Zones.Zones[0].Serial);
    }

    private OurServer Start(string text) => OurServer.Start(async (host, stop) =>
    {
        using var store = new DirectoryStore(_folder.CreateSubdirectory("journal").FullName);
        var journal = new ZoneJournal(store, NullLogger.Instance);
        host.Server.Zones = new(await journal.ReplayAsync(TestServer.ReadZone(text), stop));
        await host.Server.RunAsync(host.Endpoint, new() { Keys = [Key], Updates = [ClientRule.Of(Key)], Journal = journal }, stop);
    });

    private static string[] Commands(SeededRandom random)
    {
        List<string> commands = [];
        if (random.NextInt32(3) == 0)
        {
            commands.Add(random.Pick($"prereq nxdomain {Name(random)}", $"prereq yxdomain {Name(random)}", $"prereq nxrrset {Name(random)} A", $"prereq yxrrset {Name(random)} MX",
                $"prereq yxrrset {Name(random)} A 192.0.2.{random.NextInt32(3)}"));
        }

        for (var i = 0; i < 1 + random.NextInt32(4); i++)
        {
            commands.Add(random.NextInt32(8) switch
            {
                0 or 1 => $"update add {Name(random)} {60 * (1 + random.NextInt32(3))} A 192.0.2.{random.NextInt32(3)}",
                2 => $"update add {Name(random)} 60 CNAME {Name(random)}",
                3 => $"update add {Name(random)} 60 MX {random.NextInt32(2)} {Name(random)}",
                4 => $"update delete {Name(random)}",
                5 => $"update delete {Name(random)} {random.Pick("A", "MX", "CNAME", "NS", "SOA", "TXT")}",
                6 => $"update delete {Name(random)} A 192.0.2.{random.NextInt32(3)}",
                _ => $"update add {Name(random)} 60 TXT \"some text\" \"{random.NextInt32(3)}\"",
            });
        }

        return [.. commands];
    }

    private static string Name(SeededRandom random) =>
        random.Pick("example.", "n0.example.", "n1.example.", "N2.example.", "x.n0.example.", "h1.example.", "c1.example.", "a.b.e1.example.", "*.w1.example.", "t1.example.");

    private static string[] Fetch(StrangeServer theirs) => [.. theirs.Fetch(Key, Secret)[1..].Select(Lower).Order(StringComparer.Ordinal)];

    private static string[] LinesOf(OurServer ours) => [.. ZoneLines.Of(ours.Zones.Zones[0]).Select(line => Lower(StrangeClient.Folded(line))).Order(StringComparer.Ordinal)];

    /// <summary>Of two that differ in case alone either may be kept.</summary>
    private static string Lower(string line) => line.Replace("N2.example.", "n2.example.", StringComparison.Ordinal);
}
