namespace MirageGen.Dns.Tests.Records;

/// <summary>The data of each type, in text and on the wire, as the RFCs have it.</summary>
public sealed class RdataVectorTests
{
    private static readonly DomainName Owner = DomainName.Parse("x.example");

    /// <summary>Type, text as it is read, octets, text as it is written; null for the same.</summary>
    public static TheoryData<RecordType, string, string, string?> Vectors() => new()
    {
        { RecordType.A, "192.0.2.1", "c0000201", null },
        { RecordType.Aaaa, "2001:DB8::0:1", "20010db8000000000000000000000001", "2001:db8::1" },
        { RecordType.NS, "a.B", "0161014200", "a.B." },
        { RecordType.Cname, ".", "00", null },
        { RecordType.Soa, "a. b. 7 1h 15m 1w 1d", "01610001620000000007 00000e10 00000384 00093a80 00015180", "a. b. 7 3600 900 604800 86400" },
        { RecordType.MX, "10 a.", "000a016100", null },
        { RecordType.Txt, "a \"b c\" \"\" \\\"\\065", "0161 03622063 00 022241", "\"a\" \"b c\" \"\" \"\\\"A\"" },
        { RecordType.Txt, "\"a\\000\\255;\"", "04 6100ff3b", null },
        { RecordType.Ptr, "a\\.b.", "03612e6200", null },
        { RecordType.Hinfo, "PC-Intel-700mhz \"Redhat Linux 7.1\"", "0f50432d496e74656c2d3730306d687a 10 526564686174204c696e757820372e31", "\"PC-Intel-700mhz\" \"Redhat Linux 7.1\"" },
        { RecordType.RP, "a. b.", "016100016200", null },
        { RecordType.Afsdb, "1 a.", "0001016100", null },
        { RecordType.Srv, "0 5 443 a.", "0000000501bb016100", null },
        { RecordType.Naptr, "100 50 \"s\" http+E2U \"\" _http._tcp.foo.com.", "00640032 0173 08687474702b453255 00 055f68747470045f74637003666f6f03636f6d00", "100 50 \"s\" \"http+E2U\" \"\" _http._tcp.foo.com." },
        { RecordType.KX, "1 a.", "0001016100", null },
        { RecordType.Dname, "a.", "016100", null },
        // RFC 1876 section 4.
        { RecordType.Loc, "42 21 54 N 71 06 18 W -24m 30m", "0033 1613 89 17 2d d0 70 be 15 f0 00 98 8d 20", "42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m" },
        { RecordType.Loc, "32 7 19 S 116 2 25 E 10m", "0012 1613 791b7d28 98e64868 00989a68", "32 7 19.000 S 116 2 25.000 E 10.00m 1m 10000m 10m" },
        { RecordType.Loc, "0 N 0 E 0 0.5 0 90000000m", "0051 0099 80000000 80000000 00989680", "0 0 0.000 N 0 0 0.000 E 0.00m 0.50m 0.00m 90000000m" },
        { RecordType.Cert, "PKIX 1 RSASHA256 AQID", "0001 0001 08 010203", null },
        { RecordType.Cert, "65000 1 0 AQ ID", "fde8 0001 00 010203", "65000 1 0 AQID" },
        // RFC 4034 section 5.4.
        { RecordType.DS, "60485 5 1 ( 2BB183AF5F22588179A53B0A\n 98631FAD1A292118 )", "ec45 05 01 2bb183af5f22588179a53b0a98631fad1a292118", "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118" },
        { RecordType.Cds, "0 0 0 00", "0000 00 00 00", null },
        { RecordType.Sshfp, "2 1 123456789abcdef67890123456789abcdef67890", "0201 123456789abcdef67890123456789abcdef67890", "2 1 123456789ABCDEF67890123456789ABCDEF67890" },
        // RFC 4034 section 3.3.
        { RecordType.Rrsig, "A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1", "0001 05 03 00015180 3e7c9dd7 3e5510d7 0a52 076578616d706c6503636f6d00 a09075", null },
        // RFC 4034 section 4.3.
        { RecordType.Nsec, "host.example.com. A MX RRSIG NSEC TYPE1234", "04686f7374076578616d706c6503636f6d00 0006400100000003 041b" + new string('0', 52) + "20", null },
        { RecordType.Dnskey, "256 3 RSASHA1 AQPS", "0100 03 05 0103d2", "256 3 5 AQPS" },
        { RecordType.Cdnskey, "0 3 0 AA==", "0000 03 00 00", null },
        // RFC 5155 appendix A.
        { RecordType.Nsec3, "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG", "01 01 000c 04aabbccdd 14174eb2409fe28bcb4887a1836f957f0a8425e27b 0007220100000002 90", "1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA MX RRSIG DNSKEY NSEC3PARAM" },
        { RecordType.Nsec3, "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojr", "01 00 0000 00 14174eb2409fe28bcb4887a1836f957f0a8425e27b", "1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR" },
        { RecordType.Nsec3Param, "1 0 12 aabbccdd", "01 00 000c 04aabbccdd", "1 0 12 AABBCCDD" },
        { RecordType.Tlsa, "3 1 1 d2ab DE24", "030101 d2abde24", "3 1 1 D2ABDE24" },
        { RecordType.Smimea, "3 0 0 00", "030000 00", null },
        { RecordType.OpenPgpKey, "AQID BA==", "01020304", "AQIDBA==" },
        { RecordType.Csync, "66 3 A NS AAAA", "00000042 0003 000460000008", null },
        { RecordType.Zonemd, "2018031500 1 1 FEBE3D4C", "7848b78c 01 01 febe3d4c", null },
        { RecordType.Uri, "10 1 \"ftp://ftp1.example.com/public\"", "000a 0001 6674703a2f2f667470312e6578616d706c652e636f6d2f7075626c6963", null },
        { RecordType.Caa, "0 issue \"ca1.example.net; account=230123\"", "00 05 6973737565 6361312e6578616d706c652e6e65743b206163636f756e743d323330313233", null },
        { RecordType.Caa, "128 tbs \"\"", "80 03 746273", null },
        { RecordType.Minfo, "a. b.", "016100016200", null },
        // RFC 9460 appendix D.
        { RecordType.Https, "0 foo.example.com.", "0000 03666f6f076578616d706c6503636f6d00", null },
        { RecordType.Svcb, "1 .", "0001 00", null },
        { RecordType.Svcb, "16 foo.example.com. port=53", "0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035", null },
        { RecordType.Svcb, "1 foo.example.com. key667=hello", "0001 03666f6f076578616d706c6503636f6d00 029b 0005 68656c6c6f", "1 foo.example.com. key667=\"hello\"" },
        { RecordType.Svcb, "1 foo.example.com. key667=\"hello\\210qoo\"", "0001 03666f6f076578616d706c6503636f6d00 029b 0009 68656c6c6fd2716f6f", null },
        { RecordType.Svcb, "1 foo.example.com. ipv6hint=\"2001:db8::1,2001:db8::53:1\"", "0001 03666f6f076578616d706c6503636f6d00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001", "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1" },
        { RecordType.Svcb, "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1", "0010 03666f6f076578616d706c65036f726700 0000 0004 00010004 0001 0009 02683205 68332d3139 0004 0004 c0000201", "16 foo.example.org. mandatory=alpn,ipv4hint alpn=\"h2,h3-19\" ipv4hint=192.0.2.1" },
        { RecordType.Svcb, "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"", "0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832", null },
        { RecordType.Svcb, "16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2", "0010 03666f6f076578616d706c65036f726700 0001 000c 08665c6f6f2c626172 026832", "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"" },
        { RecordType.Https, "1 . alpn=h3 no-default-alpn ech=AQID dohpath=/q{?dns}", "0001 00 0001 0003 026833 0002 0000 0005 0003 010203 0007 0008 2f717b3f646e737d", "1 . alpn=\"h3\" no-default-alpn ech=AQID dohpath=\"/q{?dns}\"" },
        // RFC 3597 section 5.
        { (RecordType)731, "\\# 6 abcd (\n ef 01 23 45 )", "abcdef012345", "\\# 6 ABCDEF012345" },
        { (RecordType)62347, "\\# 0", "", null },
        { (RecordType)49, "\\# 1 AB", "ab", null },
        { RecordType.Csync, "1 1 NULL DLV RESINFO TYPE300", "00000001 0001 00020020 0106040000000008 800140", "1 1 NULL RESINFO TYPE300 DLV" },
        { RecordType.A, "\\# 4 0A000001", "0a000001", "10.0.0.1" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Text_and_octets_are_those_of_the_rfc(RecordType type, string text, string hex, string? written)
    {
        var record = ResourceRecord.Parse(Owner, type, 60, text);

        Assert.Equal(Octets.ToHex(Octets.FromHex(hex)), Octets.ToHex(record.Data));
        Assert.Equal(written ?? text, record.DataText);
        Assert.Equal(RdataError.None, Rdata.Judge(type, RecordClass.Internet, record.Data));
    }

    [Fact]
    public void Every_known_type_has_a_vector() => Assert.Empty(
        RdataFormats.Known.ToArray().Where(format => !format.Fields.IsEmpty).Select(format => format.Type)
            .Except(Vectors().Select(row => row.Data.Item1))
            .Except([RecordType.Spf, RecordType.MD, RecordType.MF, RecordType.MB, RecordType.MG, RecordType.MR, RecordType.RT]));

    [Theory]
    [InlineData(RecordType.A, "192.0.2", "1:1: '192.0.2' is no IPv4 address")]
    [InlineData(RecordType.A, "192.0.2.1 x", "1:11: 'x' is a word too many for A")]
    [InlineData(RecordType.A, "", "ends where the data of A should be")]
    [InlineData(RecordType.A, "\\# 3 010203", "the data ends before that of A")]
    [InlineData(RecordType.A, "\\# 5 0102030405", "goes on where that of A ends")]
    [InlineData(RecordType.Aaaa, "1.2.3.4", "no IPv6 address")]
    [InlineData(RecordType.MX, "65536 a.", "'65536' is not a number up to 65535")]
    [InlineData(RecordType.MX, "-1 a.", "'-1' is not a number up to 65535")]
    [InlineData(RecordType.MX, "10", "1:3: the entry ends where a name should be")]
    [InlineData(RecordType.NS, "a..b", "empty label")]
    [InlineData(RecordType.Txt, "\"a", "1:1: a string is not closed")]
    [InlineData(RecordType.Txt, "a\\25", "backslash")]
    [InlineData(RecordType.Soa, "a. b. 1 2 3 4 5y", "'5y' is not a time in seconds")]
    [InlineData(RecordType.Soa, "a. b. 1 2 3 4 99999999999w", "not a time")]
    [InlineData(RecordType.DS, "1 8 2 abc", "odd number")]
    [InlineData(RecordType.DS, "1 8 2 xx", "no hexadecimal digits")]
    [InlineData(RecordType.DS, "1 FOO 2 ab", "'FOO' is not an algorithm's number or mnemonic")]
    [InlineData(RecordType.Dnskey, "256 3 8 A", "no base64")]
    [InlineData(RecordType.Nsec, "a. A FOO", "1:6: 'FOO' is no type")]
    [InlineData(RecordType.Nsec3, "1 0 0 - 2t7b4g4vsa5smi47k61mv5bv1a22bojw", "no base32hex")]
    [InlineData(RecordType.Nsec3, "1 0 0 a 2t", "odd number")]
    [InlineData(RecordType.Rrsig, "A 5 3 86400 20031322173103 20030220173103 2642 a. oJB1", "not a time as YYYYMMDDHHmmSS")]
    [InlineData(RecordType.Caa, "0 is-sue x", "'is-sue' is no tag")]
    [InlineData(RecordType.Loc, "91 N 0 E 0", "no number from 0 to 90")]
    [InlineData(RecordType.Loc, "90 1 N 0 E 0", "more than 90 degrees")]
    [InlineData(RecordType.Loc, "1 2 3 4 N 0 E 0", "'4' stands where N or S should be")]
    [InlineData(RecordType.Loc, "0 N 0 E 42849673", "no length from")]
    [InlineData(RecordType.Loc, "0 N", "ends where degrees should be")]
    [InlineData(RecordType.Svcb, "1 a. port=1 port=2", "port is there already")]
    [InlineData(RecordType.Svcb, "1 a. mandatory=alpn", "contradicts itself")]
    [InlineData(RecordType.Svcb, "1 a. no-default-alpn", "contradicts itself")]
    [InlineData(RecordType.Svcb, "1 a. alpn=", "contradicts itself")]
    [InlineData(RecordType.Svcb, "1 a. alpn=h2,,h3", "contradicts itself")]
    [InlineData(RecordType.Svcb, "1 a. port=65536", "no value of port")]
    [InlineData(RecordType.Svcb, "1 a. ipv4hint=1.2.3", "no value of ipv4hint")]
    [InlineData(RecordType.Svcb, "1 a. key65535=x", "no parameter")]
    [InlineData(RecordType.Svcb, "1 a. key07=x", "no parameter")]
    [InlineData(RecordType.Svcb, "1 a. PORT=1", "no parameter")]
    [InlineData((RecordType)999, "abc", "TYPE999 is not known here; write \\#")]
    [InlineData((RecordType)999, "\\# 2 ab", "the length is 2, but there are 1 octets")]
    [InlineData((RecordType)999, "\\# 65536 ab", "no length up to 65535")]
    [InlineData(RecordType.A, "1.2.3.4\n5.6.7.8", "2:1: the data of one record is followed by more")]
    public void What_is_no_data_says_why_and_where(RecordType type, string text, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<PresentationException>(() => ResourceRecord.Parse(Owner, type, 60, text)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("TYPE1", RecordType.A)]
    [InlineData("type65535", (RecordType)65535)]
    [InlineData("aAaA", RecordType.Aaaa)]
    [InlineData("Nsec3Param", RecordType.Nsec3Param)]
    public void Types_have_names(string text, RecordType type)
    {
        Assert.True(TypeText.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out RecordType read));
        Assert.Equal(type, read);
    }

    [Theory]
    [InlineData("TYPE")]
    [InlineData("TYPE65536")]
    [InlineData("TYPE-1")]
    [InlineData("TYPE1x")]
    [InlineData("AA")]
    [InlineData("")]
    public void Other_words_are_no_types(string text) =>
        Assert.False(TypeText.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out RecordType _));

    [Theory]
    [InlineData("IN", RecordClass.Internet)]
    [InlineData("ch", RecordClass.Chaos)]
    [InlineData("CLASS32", (RecordClass)32)]
    public void Classes_have_names(string text, RecordClass @class)
    {
        Assert.True(TypeText.TryRead(System.Text.Encoding.ASCII.GetBytes(text), out RecordClass read));
        Assert.Equal(@class, read);
    }

    /// <summary>Found by the fuzzer: a size of zero had several texts.</summary>
    [Fact]
    public void A_size_of_zero_is_zero_whatever_its_exponent()
    {
        var data = Octets.FromHex("0002 0900 80000000 80000000 00989680");
        Assert.Equal(
            "0 0 0.000 N 0 0 0.000 E 0.00m 0.00m 0.00m 0.00m",
            new ResourceRecord(Owner, RecordType.Loc, RecordClass.Internet, 60, data).DataText);
    }

    [Fact]
    public void A_type_of_the_internet_is_octets_in_another_class()
    {
        var text = new TextBuffer();
        RdataPrinter.Print(RecordType.A, RecordClass.Chaos, [1, 2], text);
        Assert.Equal("\\# 2 0102", text.ToString());
    }

    [Fact]
    public void A_record_is_made_of_sound_data_only()
    {
        Assert.Throws<ArgumentException>(() => new ResourceRecord(Owner, RecordType.A, RecordClass.Internet, 1, new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResourceRecord(Owner, RecordType.A, RecordClass.Internet, 1u << 31, new byte[4]));
        Assert.Equal("x.example. 1 IN A 0.0.0.0", new ResourceRecord(Owner, RecordType.A, RecordClass.Internet, 1, new byte[4]).ToString());
    }
}
