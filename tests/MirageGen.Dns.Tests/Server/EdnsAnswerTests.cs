using System.Text;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Server;

/// <summary>Sizes, and what OPT asks for (RFC 6891, 9018, 5001, 7830, 8914).</summary>
public sealed class EdnsAnswerTests
{
    private const string Text = """
        $TTL 60
        @    SOA ns h 1 1 1 1 1
             NS  ns
        ns   A   192.0.2.1
        $GENERATE 1-12 big TXT "record number $ of a set with no room in 512 octets"
        $GENERATE 1-60 huge TXT "record number $ of a set with no room in 1232 octets"
        $GENERATE 1-40 sub NS ns$.sub
        $GENERATE 1-40 ns$.sub A 192.0.2.$
        $GENERATE 1-12 side NS ns$.other
        other NS ns
        $GENERATE 1-12 ns$.other AAAA 2001:db8:aaaa:bbbb:cccc:dddd:eeee:$
        """;

    private readonly TestServer _server = new(Text, options: new() { ServerId = "one", Version = "none of yours" });

    [Fact]
    public void Without_opt_there_is_none_and_512_octets_are_the_most()
    {
        var response = _server.Ask("big.example.", RecordType.Txt);

        Assert.False(response.HasOpt);
        Assert.True(response.IsTruncated);
        Assert.Empty(response.Answers);
        Assert.InRange(response.Octets, 12, 512);
    }

    [Fact]
    public void A_client_that_takes_more_gets_more()
    {
        Assert.Equal(12, _server.Ask("big.example.", RecordType.Txt, size: 4096).Answers.Length);
        Assert.True(_server.Ask("big.example.", RecordType.Txt, size: 700).IsTruncated);
    }

    [Fact]
    public void No_datagram_is_longer_than_the_server_sends()
    {
        Assert.True(_server.Ask("huge.example.", RecordType.Txt, size: 4096).IsTruncated);
        Assert.Equal(60, _server.Ask("huge.example.", RecordType.Txt, size: 4096, isStream: true).Answers.Length);
    }

    [Fact]
    public void Glue_in_the_child_zone_has_room_or_the_referral_is_truncated()
    {
        Assert.True(_server.Ask("x.sub.example.", RecordType.A, size: 1232).IsTruncated);
        var whole = _server.Ask("x.sub.example.", RecordType.A, isStream: true);
        Assert.False(whole.IsTruncated);
        Assert.Equal(40, whole.Additionals.Length);
    }

    [Fact]
    public void Other_glue_may_be_left_out()
    {
        var response = _server.Ask("x.side.example.", RecordType.A);

        Assert.False(response.IsTruncated);
        Assert.Equal(12, response.Authorities.Length);
        Assert.InRange(response.Additionals.Length, 1, 11);
    }

    [Fact]
    public void A_version_of_edns_that_is_not_known_is_told()
    {
        var query = TestServer.Query("ns.example.", RecordType.A, size: 1232);
        query[^5] = 1;

        var response = TestResponse.Read(_server.Ask(query));

        Assert.Equal(ResponseCode.BadVersion, response.Code);
        Assert.True(response.HasOpt);
        Assert.Empty(response.Answers);
    }

    [Fact]
    public void A_cookie_is_answered_with_one_of_this_servers()
    {
        var first = Option(Ask("000a 0008 0102030405060708"), EdnsOptionCode.Cookie);

        Assert.Equal(24, first.Length);
        Assert.Equal(Octets.FromHex("0102030405060708"), first[..8]);
        Assert.True(ServerCookieIsOurs(first));
    }

    [Fact]
    public void A_cookie_of_no_length_it_may_have_is_an_error() =>
        Assert.Equal(ResponseCode.FormatError, TestResponse.Read(Ask("000a 0007 01020304050607")).Code);

    [Fact]
    public void It_says_its_name_to_who_asks() =>
        Assert.Equal("one", Encoding.ASCII.GetString(Option(Ask("0003 0000"), EdnsOptionCode.NameServerId)));

    [Fact]
    public void Its_version_is_told_when_it_has_one() => Assert.Equal(
        ["version.bind. 0 CH TXT \"none of yours\""],
        _server.Ask("version.bind.", RecordType.Txt, @class: RecordClass.Chaos).Answers);

    [Fact]
    public void Over_a_stream_padding_is_answered_with_padding()
    {
        Assert.Equal(468, Ask("000c 0000", isStream: true).Length);
        Assert.NotEqual(468, Ask("000c 0000").Length);
    }

    [Fact]
    public void Over_a_stream_it_says_how_long_it_waits() =>
        Assert.Equal(new byte[] { 0, 100 }, Option(Ask("000b 0000", isStream: true), EdnsOptionCode.KeepAlive));

    [Fact]
    public void Why_it_refuses_is_said() => Assert.Equal(
        new byte[] { 0, (byte)ExtendedErrorCode.NotAuthoritative },
        Option(_server.Ask(TestServer.Query("elsewhere.", RecordType.A, size: 1232)).ToArray(), EdnsOptionCode.ExtendedError));

    [Fact]
    public void What_has_no_question_is_a_format_error()
    {
        var response = TestResponse.Read(_server.Ask(Octets.FromHex("1234 0100 0000 0000 0000 0000")));
        Assert.Equal(ResponseCode.FormatError, response.Code);
        Assert.Equal(12, response.Octets);
    }

    private static byte[] Option(byte[] message, EdnsOptionCode code)
    {
        MessageReader.TryRead(message, out var reader);
        reader.ReadQuestion(out _);
        while (reader.HasRecord && reader.ReadRecord(out var record) == MessageError.None)
        {
            if (record.Type == RecordType.Opt && OptView.TryRead(record, out var opt) == MessageError.None && opt.TryFind(code, out var data))
            {
                return data.ToArray();
            }
        }

        throw new InvalidOperationException($"The response has no option {code}.");
    }

    /// <summary>Asks with an option behind an OPT record that has none.</summary>
    private byte[] Ask(string option, bool isStream = false)
    {
        var octets = Octets.FromHex(option);
        byte[] query = [.. TestServer.Query("ns.example.", RecordType.A, size: 1232), .. octets];
        query[^(octets.Length + 1)] = (byte)octets.Length;
        return _server.Ask(query, isStream).ToArray();
    }

    /// <summary>A cookie is good when the server, shown it again at the same time, makes the same one.</summary>
    private bool ServerCookieIsOurs(byte[] cookie) =>
        Option(Ask($"000a 0018 {Convert.ToHexString(cookie)}"), EdnsOptionCode.Cookie).AsSpan().SequenceEqual(cookie);
}
