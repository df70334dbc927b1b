using System.Text;
using System.Text.RegularExpressions;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Transfer;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>BIND and Knot as secondaries of ours, and as primaries of ours (Debian's bind9 and knot).</summary>
public sealed partial class StrangeSecondaryTests : IDisposable
{
    private const int Groups = 100;
    private const string Secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static readonly TsigKey Key = TsigKey.Parse($"transfer.example:hmac-sha256:{Secret}");
    private static readonly DomainName Origin = DomainName.Parse("example.");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("BIND")]
    [InlineData("Knot")]
    public void As_a_secondary_it_has_our_zone_and_its_changes_as_soon_as_it_is_told(string name)
    {
        // Whom we tell is known before it is there, since it asks us at once.
        OurServer? ours = null;
        StrangeServer? theirs = null;
        try
        {
            var target = new List<NotifyTarget>();
            ours = OurServer.Start(Zone(1), new() { Keys = [Key], Transfers = [ClientRule.Of(Key)], NotifyTargets = target });
            theirs = name == "BIND"
                ? StrangeServer.StartBindSecondary(_folder.FullName, ours.Port, Key, Secret)
                : StrangeServer.StartKnotSecondary(_folder.FullName, ours.Port, Key, Secret);
            CheckSame(theirs, ours);
            for (uint serial = 2; serial < 5; serial++)
            {
                var zone = Zone(serial);
                var port = theirs.Port;
                ours.Do(server =>
                {
                    target.Clear();
                    target.Add(new(new(IPv4Address.Loopback, port), Key));
                    server.Zones = new(zone.After(server.Zones.Zones[0]));
                });
                ours.WaitUntil(() => SerialOf(theirs) == serial, $"serial {serial} at {name}, which says {theirs.Console}");
                CheckSame(theirs, ours);
            }

            // Of two thousand records, a few hundred at a time.
            var sizes = Received().Matches(theirs.Console).Select(match => int.Parse(match.Groups["records"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.True(name == "Knot" ? theirs.Console.Contains("IXFR, incoming", StringComparison.Ordinal) : sizes is [> 1000, < 500, ..], theirs.Console);
        }
        finally
        {
            theirs?.Dispose();
            ours?.Dispose();
        }
    }

    [Theory]
    [InlineData("BIND")]
    [InlineData("Knot")]
    public void As_our_primary_it_is_followed_as_soon_as_it_tells(string name)
    {
        var file = Path.Combine(_folder.FullName, "example.zone");
        File.WriteAllText(file, Text(1), Encoding.ASCII);
        var port = LoopbackPort.Free();
        using var theirs = name == "BIND"
            ? StrangeServer.StartBind(_folder.FullName, file, Key, Secret, port)
            : StrangeServer.StartKnot(_folder.FullName, file, Key, Secret, port);
        using var ours = OurServer.Start(
            (host, stop) =>
            {
                var secondary = new DnsSecondary(host.Server, host.Stack, host.Clock, host.Random, Microsoft.Extensions.Logging.Abstractions.NullLogger<DnsSecondary>.Instance);
                var zone = new SecondaryZone(Origin, [new(IPv4Address.Loopback, theirs.Port)], Key);
                return Task.WhenAll(
                    secondary.RunAsync([zone], stop: stop), host.Server.RunAsync(host.Endpoint, new() { Keys = [Key], Transfers = [ClientRule.Of(Key)] }, stop));
            },
            port);
        for (uint serial = 1; serial < 4; serial++)
        {
            if (serial > 1)
            {
                Change(name, theirs, file, serial);
            }

            ours.WaitUntil(() => ours.Zones.Zones is [var zone] && zone.Serial == serial, $"serial {serial} of {name}, which says {theirs.Console}");
            CheckSame(theirs, ours);
        }

        Assert.True(ours.Zones.Zones[0].History.TryFind(1, out _));
    }

    [Fact]
    public void What_a_catalog_of_Knot_lists_is_kept()
    {
        var file = Path.Combine(_folder.FullName, "example.zone");
        File.WriteAllText(file, Text(1), Encoding.ASCII);
        var port = LoopbackPort.Free();
        using var theirs = StrangeServer.StartKnotCatalog(_folder.FullName, file, Key, Secret, port);
        using var ours = OurServer.Start(
            (host, stop) =>
            {
                var secondary = new DnsSecondary(host.Server, host.Stack, host.Clock, host.Random, Microsoft.Extensions.Logging.Abstractions.NullLogger<DnsSecondary>.Instance);
                var catalog = new SecondaryZone(DomainName.Parse("catalog."), [new(IPv4Address.Loopback, theirs.Port)], Key, IsCatalog: true);
                return Task.WhenAll(
                    secondary.RunAsync([catalog], stop: stop), host.Server.RunAsync(host.Endpoint, new() { Keys = [Key], Transfers = [ClientRule.Of(Key)] }, stop));
            },
            port);
        ours.WaitUntil(() => ours.Zones.Zones.Count == 2, $"the zone that is listed by Knot, which says {theirs.Console}");
        CheckSame(theirs, ours);
    }

    [GeneratedRegex(@"Transfer completed: \d+ messages, (?<records>\d+) records")]
    private static partial Regex Received();

    /// <summary>Changes the zone where it is the primary: BIND by a dynamic update, Knot by its file.</summary>
    private void Change(string name, StrangeServer theirs, string file, uint serial)
    {
        if (name == "BIND")
        {
            StrangeClient.Update(_folder.FullName, theirs.Port, Key, Secret, $"update delete h{serial}.example. MX", $"update add new{serial}.example. 60 TXT \"it is new\"").Succeeded();
            return;
        }

        File.WriteAllText(file, Text(serial), Encoding.ASCII);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(serial * 10));
        theirs.Reload();
    }

    private static string Text(uint serial)
    {
        var text = GeneratedZone.Write(Groups).Replace("hostmaster 1 ", $"hostmaster {serial} ", StringComparison.Ordinal);
        for (uint i = 1; i < serial; i++)
        {
            text = text.Replace($"h{i}          A     198.51.100.", $"h{i}          A     203.0.113.", StringComparison.Ordinal);
            text += $"new{i} A 192.0.2.{i}\n";
        }

        return text;
    }

    private static Zone Zone(uint serial) => TestServer.ReadZone(Text(serial));

    private static uint SerialOf(StrangeServer theirs) =>
        uint.Parse(theirs.Ask(TestServer.Query("example.", RecordType.Soa)).Answers[0].Split(' ')[6], System.Globalization.CultureInfo.InvariantCulture);

    private static void CheckSame(StrangeServer theirs, OurServer ours)
    {
        var fetched = theirs.Fetch(Key, Secret);
        Assert.Equal(
            ZoneLines.Of(ours.Zones.Zones.Single(zone => zone.Origin == Origin)).Select(StrangeClient.Folded).Order(StringComparer.Ordinal), fetched[1..].Order(StringComparer.Ordinal));
    }
}
