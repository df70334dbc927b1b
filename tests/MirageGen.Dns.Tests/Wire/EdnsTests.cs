using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>EDNS and its options.</summary>
public sealed class EdnsTests
{
    [Fact]
    public void An_opt_record_is_read_as_it_was_written()
    {
        var buffer = new byte[512];
        var writer = new MessageWriter(buffer, 512, default);
        writer.TryWriteQuestion([0], RecordType.NS, RecordClass.Internet);
        OptWriter.Begin(ref writer, 1400, ResponseCode.BadCookie, isDnssecOk: true);
        OptWriter.WriteOption(ref writer, EdnsOptionCode.NameServerId, "ns1"u8);
        OptWriter.WriteExtendedError(ref writer, ExtendedErrorCode.Prohibited, "not you"u8);
        OptWriter.WriteKeepAlive(ref writer, TimeSpan.FromSeconds(30));
        OptWriter.WriteOption(ref writer, (EdnsOptionCode)65001, [1]);
        Assert.True(writer.EndRecord());
        var message = buffer.AsSpan(0, writer.Finish());

        // As a request it would be one too.
        Assert.True(RequestView.TryRead(message, out var view, out var code));
        Assert.Equal(ResponseCode.NoError, code);
        Assert.Equal(ResponseCode.BadCookie, view.Opt.HighCode | view.Header.Code);
        Assert.Equal(1400, view.Opt.DatagramOctets);
        Assert.True(view.Opt.IsDnssecOk);
        Assert.True(view.Opt.TryFind(EdnsOptionCode.ExtendedError, out var error));
        Assert.Equal("00126e6f7420796f75", Octets.ToHex(error));
        Assert.True(view.Opt.TryFind(EdnsOptionCode.KeepAlive, out var timeout));
        Assert.Equal("012c", Octets.ToHex(timeout));
        Assert.False(view.Opt.TryFind(EdnsOptionCode.Cookie, out _));
        var codes = new List<int>();
        foreach (var option in view.Opt.Options)
        {
            codes.Add((int)option.Code);
        }

        Assert.Equal([3, 15, 11, 65001], codes);
    }

    [Theory]
    [InlineData(OptWriter.QueryBlock, 0)]
    [InlineData(OptWriter.ResponseBlock, 0)]
    [InlineData(OptWriter.ResponseBlock, 61)]
    public void Messages_are_padded_to_blocks(int block, int following)
    {
        for (var label = 1; label <= 63; label++)
        {
            var buffer = new byte[512];
            var writer = new MessageWriter(buffer, 512, default);
            writer.TryWriteQuestion(Octets.Name(new string('x', label)), RecordType.A, RecordClass.Internet);
            OptWriter.Begin(ref writer, 1232, ResponseCode.NoError, isDnssecOk: false);
            OptWriter.WritePadding(ref writer, block, following);
            Assert.True(writer.EndRecord());
            Assert.Equal(0, (writer.Finish() + following) % block);
        }
    }

    [Fact]
    public void Padding_ends_where_the_message_must()
    {
        var writer = new MessageWriter(new byte[512], 100, default);
        OptWriter.Begin(ref writer, 1232, ResponseCode.NoError, isDnssecOk: false);
        OptWriter.WritePadding(ref writer, OptWriter.QueryBlock, 0);
        Assert.True(writer.EndRecord());
        Assert.Equal(100, writer.Length);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(9, false)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public void Cookies_have_the_lengths_of_the_rfc(int octets, bool isSound) =>
        Assert.Equal(isSound, CookieOption.TryRead(new byte[octets], out _) == MessageError.None);

    /// <summary>The vectors of RFC 9018 appendix A.</summary>
    [Theory]
    [InlineData("e5e973e5a6b2a43f48e7dc849e37bfcf", "2464c4abcf10c957", "c6336464", 1559731985, "010000005cf79f111f8130c3eee29480")]
    [InlineData("e5e973e5a6b2a43f48e7dc849e37bfcf", "2464c4abcf10c957", "c6336464", 1559734385, "010000005cf7a871d4a564a1442aca77")]
    public void Server_cookies_are_those_of_the_rfc(string key, string client, string address, uint time, string expected)
    {
        var cookie = new byte[ServerCookies.Octets];
        new ServerCookies(Octets.FromHex(key)).Write(Octets.FromHex(client), Octets.FromHex(address), time, cookie);
        Assert.Equal(expected, Octets.ToHex(cookie));
    }

    [Theory]
    [InlineData(0, CookieVerdict.Good)]
    [InlineData(1800, CookieVerdict.Good)]
    [InlineData(1801, CookieVerdict.Renew)]
    [InlineData(3600, CookieVerdict.Renew)]
    [InlineData(3601, CookieVerdict.Bad)]
    [InlineData(-300, CookieVerdict.Good)]
    [InlineData(-301, CookieVerdict.Bad)]
    internal void A_server_cookie_has_an_age(int age, CookieVerdict expected)
    {
        // Also where the clock's 32 bits wrap.
        foreach (var made in (uint[])[1_559_731_985, uint.MaxValue - 5, 100])
        {
            Assert.Equal(expected, Judge(made, (uint)(made + age), cookie => cookie));
        }
    }

    [Fact]
    public void A_server_cookie_with_any_octet_changed_is_bad()
    {
        for (var i = 0; i < CookieOption.ClientOctets + ServerCookies.Octets; i++)
        {
            var at = i;
            Assert.Equal(CookieVerdict.Bad, Judge(1000, 1000, cookie =>
            {
                cookie[at] ^= 1;
                return cookie;
            }));
        }
    }

    /// <summary>The paper's example: fifteen octets that count up, under a key that does.</summary>
    private static CookieVerdict Judge(uint made, uint now, Func<byte[], byte[]> change)
    {
        byte[] key = [.. Enumerable.Range(7, 16).Select(i => (byte)i)];
        var option = new byte[CookieOption.ClientOctets + ServerCookies.Octets];
        "clientck"u8.CopyTo(option);
        var cookies = new ServerCookies(key);
        cookies.Write(option.AsSpan(0, 8), [192, 0, 2, 1], made, option.AsSpan(8));
        option = change(option);
        Assert.Equal(MessageError.None, CookieOption.TryRead(option, out var cookie));
        return cookies.Judge(cookie, [192, 0, 2, 1], now);
    }
}
