using System.Globalization;
using System.Text;

namespace MirageGen.Peers.Dns;

/// <summary>The zone <c>example</c>: a host of three sets of records a group, and in every tenth a delegation and a wildcard.</summary>
internal static class BenchZone
{
    private const int RecordsPerTen = 44;
    private const int Questions = 100_000;
    private const int Seed = 20261128;

    /// <summary>Writes a zone file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="records">About how many records.</param>
    /// <returns>Its path; its name is the zone's.</returns>
    public static string Write(string folder, int records)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "example");
        using var text = new StreamWriter(path, append: false, Encoding.ASCII);
        text.Write("""
            $ORIGIN example.
            $TTL 300
            @    SOA ns1 hostmaster 1 3600 900 86400 60
            @    NS  ns1
            @    NS  ns2
            ns1  A   192.0.2.1
            ns2  A   192.0.2.2
            mail A   192.0.2.3

            """);
        for (var i = 0; i < Groups(records); i++)
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"""
                h{i} A 198.51.{i / 256 % 256}.{i % 256}
                h{i} A 198.52.{i / 256 % 256}.{i % 256}
                h{i} AAAA 2001:db8::{i / 65536:x}:{i % 65536:x}
                h{i} MX 10 mail

                """));
            if (i % 10 == 0)
            {
                text.Write(string.Create(CultureInfo.InvariantCulture, $"""
                    d{i} NS ns.d{i}
                    d{i} NS ns1
                    ns.d{i} A 192.0.2.{i % 256}
                    *.w{i} A 203.0.113.{i % 256}

                    """));
            }
        }

        return path;
    }

    /// <summary>
    /// Writes questions for dnsperf: of ten, seven for what is there, one for a name that is not, one for what is delegated
    /// and one for what a wildcard answers.
    /// </summary>
    /// <returns>The file's path.</returns>
    public static string WriteQuestions(string folder, int records)
    {
        var path = Path.Combine(folder, "questions");
        var random = new Random(Seed);
        string[] types = ["A", "AAAA", "MX"];
        using var text = new StreamWriter(path, append: false, Encoding.ASCII);
        for (var i = 0; i < Questions; i++)
        {
            var group = random.Next(Groups(records));
            text.WriteLine((i % 10) switch
            {
                7 => $"none{group}.example A",
                8 => $"www.d{group / 10 * 10}.example A",
                9 => $"x{group}.w{group / 10 * 10}.example A",
                _ => $"h{group}.example {types[random.Next(types.Length)]}",
            });
        }

        return path;
    }

    private static int Groups(int records) => Math.Max(1, records * 10 / RecordsPerTen);
}
