using System.Text;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>The answers of NSD and Knot beside ours, section by section, over a zone of ten thousand records (Debian's nsd and knot).</summary>
public sealed class ComparisonTests : IDisposable
{
    private const int Groups = 480;
    private const int Questions = 20_000;

    /// <summary>What is the client's or the server's own, and not the answer's.</summary>
    private const HeaderFlags Compared = HeaderFlags.Authoritative | HeaderFlags.Truncated | HeaderFlags.Response | HeaderFlags.RecursionDesired;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// NSD either adds the zone's own NS records to every answer, or, as it is told to here, nothing at all but to referrals:
    /// the addresses that go with an answer are not compared.
    /// </summary>
    [Fact]
    public void NSD_gives_the_same_answers() => Compare(StrangeServer.StartNsd, addsToAnswers: false);

    [Fact]
    public void Knot_gives_the_same_answers() => Compare(StrangeServer.StartKnot, addsToAnswers: true);

    private void Compare(Func<string, string, StrangeServer> start, bool addsToAnswers)
    {
        var text = GeneratedZone.Write(Groups);
        var file = Path.Combine(_folder.FullName, "example.zone");
        File.WriteAllText(file, text, Encoding.ASCII);
        var ours = new TestServer(text);
        using var theirs = start(_folder.FullName, file);
        var random = new SeededRandom(20261128);
        List<string> differences = [];
        for (var i = 0; i < Questions; i++)
        {
            var (name, type) = GeneratedZone.Question(random, Groups);
            var query = TestServer.Query(name, type, size: 1232);
            var mine = Text(TestResponse.Read(ours.Ask(query)), addsToAnswers);
            var other = Text(theirs.Ask(query), addsToAnswers);
            if (mine != other)
            {
                differences.Add($"{name} {TypeText.Of(type)}\n-- ours\n{mine}\n-- theirs\n{other}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {Questions} answers differ, such as\n{string.Join("\n\n", differences.Take(5))}");
    }

    private static string Text(TestResponse response, bool addsToAnswers)
    {
        var text = new StringBuilder().Append(response.Code).Append(' ').Append(response.Flags & Compared).AppendLine();
        var added = addsToAnswers || response.Answers.Length == 0 ? response.Additionals : [];
        foreach (var section in (string[][])[response.Answers, response.Authorities, added])
        {
            foreach (var record in section.Order(StringComparer.Ordinal))
            {
                text.AppendLine(record);
            }

            text.AppendLine("--");
        }

        return text.ToString();
    }
}
