using System.Text;

namespace MirageGen.Dns.Tests.ZoneFiles;

/// <summary>Zone files (RFC 1035 section 5).</summary>
public sealed class ZoneFileReaderTests
{
    /// <summary>The example of RFC 1035 section 5.3, with a file that it includes.</summary>
    [Fact]
    public void The_example_of_the_rfc_is_read()
    {
        const string zone = """
            @   IN  SOA     VENERA      Action\.domains (
                                             20     ; SERIAL
                                             7200   ; REFRESH
                                             600    ; RETRY
                                             3600000; EXPIRE
                                             60)    ; MINIMUM

                    NS      A.ISI.EDU.
                    NS      VENERA
                    NS      VAXA
                    MX      10      VENERA
                    MX      20      VAXA

            A       A       26.3.0.103

            VENERA  A       10.1.0.52
                    A       128.9.0.32

            $INCLUDE <SUBSYS>ISI-MAILBOXES.TXT
            """;
        const string mailboxes = """
            MOE     MB      A.ISI.EDU.
            STOOGES MG      MOE.ISI.EDU.
            """;

        Assert.Equal(
            [
                @"ISI.EDU. 60 IN SOA VENERA.ISI.EDU. Action\.domains.ISI.EDU. 20 7200 600 3600000 60",
                "ISI.EDU. 60 IN NS A.ISI.EDU.",
                "ISI.EDU. 60 IN NS VENERA.ISI.EDU.",
                "ISI.EDU. 60 IN NS VAXA.ISI.EDU.",
                "ISI.EDU. 60 IN MX 10 VENERA.ISI.EDU.",
                "ISI.EDU. 60 IN MX 20 VAXA.ISI.EDU.",
                "A.ISI.EDU. 60 IN A 26.3.0.103",
                "VENERA.ISI.EDU. 60 IN A 10.1.0.52",
                "VENERA.ISI.EDU. 60 IN A 128.9.0.32",
                "MOE.ISI.EDU. 60 IN MB A.ISI.EDU.",
                "STOOGES.ISI.EDU. 60 IN MG MOE.ISI.EDU.",
            ],
            ZoneText.Lines(zone, "ISI.EDU.", ttl: null, open: name => name == "<SUBSYS>ISI-MAILBOXES.TXT" ? mailboxes : null));
    }

    [Theory]
    [InlineData("a 1h IN A 1.2.3.4", "a.example. 3600 IN A 1.2.3.4")]
    [InlineData("a IN 1h A 1.2.3.4", "a.example. 3600 IN A 1.2.3.4")]
    [InlineData("a in a 1.2.3.4", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("a A 1.2.3.4", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("a 1W2D3H4M5S A 1.2.3.4", "a.example. 788645 IN A 1.2.3.4")]
    [InlineData("a 0 A 1.2.3.4", "a.example. 0 IN A 1.2.3.4")]
    [InlineData("10 A 1.2.3.4", "10.example. 60 IN A 1.2.3.4")]
    [InlineData("in A 1.2.3.4", "in.example. 60 IN A 1.2.3.4")]
    [InlineData("@ A 1.2.3.4\r\n", "example. 60 IN A 1.2.3.4")]
    [InlineData("( a\n A ( 1.2.3.4 ) )", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("a A 1.2.3.4;x", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("a TXT a\"b\"", "a.example. 60 IN TXT \"a\" \"b\"")]
    [InlineData("a TXT \"a;b(c)\" ; d", "a.example. 60 IN TXT \"a;b(c)\"")]
    [InlineData(@"\$x A 1.2.3.4", @"\$x.example. 60 IN A 1.2.3.4")]
    [InlineData("a TYPE1 \\# 4 01020304", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("a DHCID \\# 1 ab", "a.example. 60 IN DHCID \\# 1 AB")]
    [InlineData("a CLASS1 A 1.2.3.4", "a.example. 60 IN A 1.2.3.4")]
    [InlineData("$ORIGIN b\na A 1.2.3.4", "a.b.example. 60 IN A 1.2.3.4")]
    [InlineData("$TTL 2m ; two\na A 1.2.3.4", "a.example. 120 IN A 1.2.3.4")]
    public void One_record_is_read(string text, string line) => Assert.Equal([line], ZoneText.Lines(text));

    [Fact]
    public void Times_to_live_are_stated_or_set_or_those_before()
    {
        Assert.Equal(["7", "7", "9", "5", "9", "5"], Ttls("a 7 A 1.2.3.4\na A 1.2.3.4\na 9 A 1.2.3.4\n$TTL 5\na A 1.2.3.4\na 9 A 1.2.3.4\na A 1.2.3.4"));
        Assert.Equal(["30", "30"], Ttls("@ SOA a b 1 2 3 4 30\na A 1.2.3.4"));
        Assert.Contains("no time to live", Fails("a A 1.2.3.4"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_includes_does_not_change_its_names()
    {
        Assert.Equal(
            [
                "a.example. 60 IN A 1.1.1.1", "x.sub.example. 60 IN A 2.2.2.2", "y.deep.sub.example. 60 IN A 2.2.2.3",
                "a.example. 60 IN A 1.1.1.2", "b.example. 60 IN A 1.1.1.3",
            ],
            ZoneText.Lines(
                "a A 1.1.1.1\n$INCLUDE \"more\" sub\n A 1.1.1.2\nb A 1.1.1.3",
                open: name => name == "more" ? "x A 2.2.2.2\n$ORIGIN deep\ny A 2.2.2.3" : null));
    }

    [Theory]
    [InlineData("$GENERATE 1-3 h$ A 10.0.0.$", "h1.example. 60 IN A 10.0.0.1|h2.example. 60 IN A 10.0.0.2|h3.example. 60 IN A 10.0.0.3")]
    [InlineData("$GENERATE 0-10/5 $ 7 IN CNAME $.x", "0.example. 7 IN CNAME 0.x.example.|5.example. 7 IN CNAME 5.x.example.|10.example. 7 IN CNAME 10.x.example.")]
    [InlineData("$GENERATE 9-10 h${-1,3} A 10.0.0.${1,0,d}", "h008.example. 60 IN A 10.0.0.10|h009.example. 60 IN A 10.0.0.11")]
    [InlineData("$GENERATE 171-171 ${0,4,x}-${0,1,X}-${0,0,o} TXT \"\\\"$ \\$ $$ ;\\\"\"", "00ab-AB-253.example. 60 IN TXT \"171 $ $ ;\"")]
    [InlineData("$GENERATE 1-1 $ 5 IN MX \"1$ mail$\"", "1.example. 5 IN MX 11 mail1.example.")]
    [InlineData("$GENERATE 1-1 $ MX 1$ mail$", "1.example. 60 IN MX 11 mail1.example.")]
    [InlineData("$GENERATE 1-1 $ TXT \"a $\" \"$\"", "1.example. 60 IN TXT \"a 1\" \"1\"")]
    [InlineData("$GENERATE 18-18 ${0,7,n}.${0,4,N}.${0,1,n} A 1.2.3.4", "2.1.0.0.2.1..2.1.example. 60 IN A 1.2.3.4")]
    public void Records_are_generated(string text, string lines)
    {
        if (lines.Contains("..", StringComparison.Ordinal))
        {
            // A width of four ends with a dot: as BIND has it.
            Assert.Contains("empty label", Fails(text), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(lines.Split('|'), ZoneText.Lines(text));
    }

    [Theory]
    [InlineData("a A 1.2.3", "db:1:5: '1.2.3' is no IPv4 address")]
    [InlineData("; c\n\n  A 1.2.3.4", "db:3:3: the line begins with a space")]
    [InlineData("a A (\n1.2.3.4", "db:1:5: a parenthesis is opened and not closed")]
    [InlineData("a A 1.2.3.4 )", "db:1:13: a parenthesis is closed")]
    [InlineData("a TXT \"x\ny\"", "db:1:7: a string is not closed")]
    [InlineData("a A (\n\t1.2.3.4\n  5 )", "db:3:3: '5' is a word too many for A")]
    [InlineData("a CH A 1.2.3.4", "db:1:3: the class is CH, but the zone's is IN")]
    [InlineData("a FOO 1.2.3.4", "db:1:3: 'FOO' is no type")]
    [InlineData("a 3000000000 A 1.2.3.4", "is no time to live")]
    [InlineData("a 1x A 1.2.3.4", "'1x' is no time to live")]
    [InlineData("a TKEY \\# 0", "TKEY is in no zone")]
    [InlineData("a DHCID AAAA", "the data of DHCID is not known here; write \\#")]
    [InlineData("a ANY 1.2.3.4", "ANY is in no zone")]
    [InlineData("a TYPE41 \\# 0", "OPT is in no zone")]
    [InlineData("a", "db:1:2: the entry ends where a type should be")]
    [InlineData("a..b A 1.2.3.4", "db:1:1: 'a..b' is no domain name")]
    [InlineData("$FOO x", "'$FOO' is no directive")]
    [InlineData("$ORIGIN a b", "'b' is a word too many")]
    [InlineData("$TTL x", "'x' is no time to live")]
    [InlineData("$INCLUDE nowhere", "db:1:10: there is no file 'nowhere'")]
    [InlineData("$INCLUDE self", "files include each other 16 deep")]
    [InlineData("$INCLUDE wrong", "wrong:2:5: 'x' is no IPv4 address")]
    [InlineData("$GENERATE 5-1 a A 1.2.3.4", "'5-1' is no range")]
    [InlineData("$GENERATE 1-5/0 a A 1.2.3.4", "'1-5/0' is no range")]
    [InlineData("$GENERATE 1 a A 1.2.3.4", "'1' is no range")]
    [InlineData("$GENERATE 0-99999999 a A 1.2.3.4", "more than 1048576 entries")]
    [InlineData("$GENERATE 1-2 ${x} A 1.2.3.4", "'${' is malformed")]
    [InlineData("$GENERATE 1-2 ${0,1,q} A 1.2.3.4", "'${' is malformed")]
    [InlineData("$GENERATE 1-2 ${0,999} A 1.2.3.4", "'${' is malformed")]
    [InlineData("$GENERATE 1-2 ${ A 1.2.3.4", "'${' is malformed")]
    [InlineData("$GENERATE 1-2 a${-2,0,x} A 1.2.3.4", "the number 1 is below zero")]
    [InlineData("$TTL 1\n$GENERATE 254-256 a A 1.2.3.$", "db:2:5: '1.2.3.256' is no IPv4 address")]
    [InlineData("a TXT x\\", "a backslash ends the line")]
    public void What_is_malformed_says_why_and_where(string text, string message) =>
        Assert.Contains(message, Fails(text), StringComparison.Ordinal);

    [Fact]
    public void Reading_goes_on_behind_what_is_malformed()
    {
        var reader = new ZoneFileReader(
            Encoding.ASCII.GetBytes("a 1 A 1.2.3.4\na 1 A x\nb 1 TXT \"\n )\nc 1 A 5.6.7.8\n$X\n$GENERATE 1-9 $ A x$\nd 1 A 9.9.9.9\n"),
            new() { Origin = DomainName.Root });
        var seen = new List<string>();
        while (true)
        {
            try
            {
                if (!reader.TryRead(out var record))
                {
                    break;
                }

                seen.Add(record.ToRecord().DataText);
            }
            catch (PresentationException exception)
            {
                seen.Add($"{exception.Line}:{exception.Column}");
            }
        }

        Assert.Equal(["1.2.3.4", "2:7", "3:9", "4:2", "5.6.7.8", "6:1", "7:5", "9.9.9.9"], seen);
    }

    [Fact]
    public void An_entry_without_an_end_is_given_up()
    {
        Assert.Contains("longer than 1048576 octets", Fails("a TXT (\n" + new string('\n', 2_000_000)), StringComparison.Ordinal);
        Assert.Contains("more than 65536 words", Fails("a TXT (" + string.Concat(Enumerable.Repeat("a ", 70_000))), StringComparison.Ordinal);
        Assert.Contains("longer than 65535 octets", Fails("a TXT " + string.Concat(Enumerable.Repeat("aa ", 30_000))), StringComparison.Ordinal);
        Assert.Contains("the string has 256 octets, more than 255; split it", Fails("a 1 TXT " + new string('a', 256)), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_65535_octets_is_read()
    {
        var hex = string.Concat(Enumerable.Repeat("AB", 65_535));
        Assert.Equal([$"a.example. 60 IN TYPE999 \\# 65535 {hex}"], ZoneText.Lines($"a TYPE999 \\# 65535 {hex}"));
    }

    private static string[] Ttls(string text) => [.. ZoneText.Lines(text, ttl: null).Select(line => line.Split(' ')[1])];

    private static string Fails(string text) => Assert.Throws<PresentationException>(() => ZoneText.Lines(text, ttl: null, open: name => name switch
    {
        "self" => "$INCLUDE self",
        "wrong" => "\na A x",
        _ => null,
    })).Message;
}
