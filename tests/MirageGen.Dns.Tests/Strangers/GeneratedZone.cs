using System.Globalization;
using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>A zone with something of everything, and questions about what is in it, beside it and below it.</summary>
internal static class GeneratedZone
{
    private const int Kinds = 10;

    private static readonly RecordType[] Types =
    [
        RecordType.A, RecordType.A, RecordType.A, RecordType.Aaaa, RecordType.MX, RecordType.Txt, RecordType.NS, RecordType.Cname,
        RecordType.Soa, RecordType.DS, RecordType.Srv, RecordType.Dname,
    ];

    /// <summary>Writes a zone file for <c>example.</c></summary>
    /// <param name="groups">How many of each kind of name; each group has about twenty records.</param>
    public static string Write(int groups)
    {
        var text = new StringBuilder("""
            $ORIGIN example.
            $TTL 300
            @    SOA ns1 hostmaster 1 3600 900 86400 60
                 NS  ns1
                 NS  ns2
                 MX  10 mail
            ns1  A   192.0.2.1
                 AAAA 2001:db8::1
            ns2  A   192.0.2.2
            mail A   192.0.2.3

            """);
        for (var i = 0; i < groups; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                h{i}          A     198.51.100.{i % 256}
                h{i}          A     198.51.101.{i % 256}
                h{i}          AAAA  2001:db8::{i + 10:x}
                h{i}          MX    10 mail
                h{i}          MX    20 h{(i + 1) % groups}
                h{i}          TXT   "host {i}"
                c{i}          CNAME h{i}
                cc{i}         CNAME c{i}
                out{i}        CNAME www.elsewhere.
                lost{i}       CNAME nothing{i}
                a.b.e{i}      TXT   "deep"
                *.w{i}        A     203.0.113.{i % 256}
                *.w{i}        TXT   "wild"
                x.w{i}        A     203.0.113.1
                cw{i}         CNAME y.w{i}
                _sip._tcp.s{i} SRV  0 0 5060 h{i}
                d{i}          NS    ns.d{i}
                d{i}          NS    ns1
                ns.d{i}       A     192.0.2.{i % 256}
                cd{i}         CNAME www.d{i}
                t{i}          DNAME w{i}
                f{i}          DNAME far.elsewhere.

                """);
        }

        return text.ToString();
    }

    /// <summary>Chooses a question.</summary>
    public static (string Name, RecordType Type) Question(SeededRandom random, int groups)
    {
        var i = random.NextInt32(groups);
        string[] names =
        [
            $"h{i}", $"c{i}", $"cc{i}", $"out{i}", $"lost{i}", $"e{i}", $"b.e{i}", $"a.b.e{i}", $"w{i}", $"x.w{i}", $"_sip._tcp.s{i}", $"_tcp.s{i}",
            $"d{i}", $"ns.d{i}", $"cd{i}", $"cw{i}", $"t{i}", $"f{i}", $"*.w{i}",
        ];
        var name = names[random.NextInt32(names.Length)];
        name = random.NextInt32(Kinds) switch
        {
            0 => $"below.{name}",
            1 => $"far.below.{name}",
            2 => $"none{i}",
            3 => string.Empty,
            _ => name,
        };
        return ($"{name}{(name.Length == 0 ? string.Empty : ".")}example.", Types[random.NextInt32(Types.Length)]);
    }
}
