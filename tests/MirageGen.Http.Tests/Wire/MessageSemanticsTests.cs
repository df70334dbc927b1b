using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>What fields say of body and connection (RFC 9112 sections 3.2, 6 and 9).</summary>
public sealed class MessageSemanticsTests
{
    [Theory]
    [InlineData("Content-Length: 0", BodyFraming.None, 0)]
    [InlineData("Content-Length: 5", BodyFraming.Length, 5)]
    [InlineData("Content-Length:5", BodyFraming.Length, 5)]
    [InlineData("Content-Length:  5\t", BodyFraming.Length, 5)]
    [InlineData("Content-Length: 999999999999999999", BodyFraming.Length, 999999999999999999)]
    [InlineData("Transfer-Encoding: chunked", BodyFraming.Chunked, -1)]
    [InlineData("transfer-encoding: CHUNKED", BodyFraming.Chunked, -1)]
    [InlineData("X: y", BodyFraming.None, -1)]
    public void A_body_ends_where_its_fields_say(string field, object framing, long length)
    {
        var error = Read($"Host: a\r\n{field}\r\n", out var semantics);

        Assert.Equal(WireError.None, error);
        Assert.Equal((BodyFraming)framing, RequestSemantics.FramingOf(semantics));
        Assert.Equal(length, semantics.ContentLength);
    }

    [Theory]
    [InlineData("Content-Length: ", "BadContentLength")]
    [InlineData("Content-Length: +5", "BadContentLength")]
    [InlineData("Content-Length: -5", "BadContentLength")]
    [InlineData("Content-Length: 5 5", "BadContentLength")]
    [InlineData("Content-Length: 5,5", "BadContentLength")]
    [InlineData("Content-Length: 5, 6", "BadContentLength")]
    [InlineData("Content-Length: 0x5", "BadContentLength")]
    [InlineData("Content-Length: 5.0", "BadContentLength")]
    [InlineData("Content-Length: 05", "BadContentLength")]
    [InlineData("Content-Length: 00", "BadContentLength")]
    [InlineData("Content-Length: five", "BadContentLength")]
    [InlineData("Content-Length: \"5\"", "BadContentLength")]
    [InlineData("Content-Length: 5;", "BadContentLength")]
    [InlineData("Content-Length: 1_000", "BadContentLength")]
    [InlineData("Content-Length: \u0665", "BadContentLength")]
    [InlineData("Content-Length: 9999999999999999999", "ContentLengthTooLarge")]
    [InlineData("Content-Length: 18446744073709551617", "ContentLengthTooLarge")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5", "ContentLengthRepeated")]
    [InlineData("Content-Length: 5\r\ncontent-length: 6", "ContentLengthRepeated")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", "LengthAndTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5", "LengthAndTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 0", "LengthAndTransferEncoding")]
    [InlineData("Transfer-Encoding: identity", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: ", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked, identity", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked, chunked", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked,", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: ,chunked", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: xchunked", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunkedx", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chunked;q=1", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: \"chunked\"", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: chun ked", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: gzip", "BadTransferEncoding")]
    [InlineData("Transfer-Encoding: gzip, chunked", "TransferCodingNotSupported")]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "TransferCodingNotSupported")]
    [InlineData("Transfer-Encoding: identity, chunked", "TransferCodingNotSupported")]
    [InlineData("Expect: 100-continue, x", "ExpectationNotSupported")]
    [InlineData("Expect: 200-ok", "ExpectationNotSupported")]
    [InlineData("Expect: ", "ExpectationNotSupported")]
    public void A_body_whose_end_could_be_disputed_is_refused(string fields, string error) =>
        Assert.Equal(error, Read($"Host: a\r\n{fields}\r\n", out _).ToString());

    [Theory]
    [InlineData("a")]
    [InlineData("a.example")]
    [InlineData("a.example:80")]
    [InlineData("a.example:")]
    [InlineData("127.0.0.1:65535")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::1]:8080")]
    [InlineData("[::ffff:192.0.2.1]")]
    [InlineData("a_b~c!$&'()*+,;=")]
    [InlineData("%C3%BC")]
    public void A_host_with_an_optional_port_is_taken(string host) =>
        Assert.Equal(WireError.None, Read($"Host: {host}\r\n", out _));

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a@b")]
    [InlineData("user:pass@b")]
    [InlineData("http://a")]
    [InlineData("a:b")]
    [InlineData("a:-1")]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:80:80")]
    [InlineData("::1")]
    [InlineData("[]")]
    [InlineData("[::1")]
    [InlineData("[::1]a")]
    [InlineData("[a.example]")]
    [InlineData("a%2")]
    [InlineData("a%zz")]
    [InlineData("a\\b")]
    [InlineData("a, b")]
    [InlineData("\u00FC")]
    public void What_is_no_host_is_refused(string host) =>
        Assert.NotEqual(WireError.None, Read($"Host: {host}\r\n", out _));

    [Fact]
    public void Host_is_required_once_in_the_new_version()
    {
        Assert.Equal(WireError.HostMissing, Read("X: y\r\n", out _));
        Assert.Equal(WireError.HostRepeated, Read("Host: a\r\nHost: a\r\n", out _));
        Assert.Equal(WireError.None, Read("X: y\r\n", out _, minorVersion: 0));
        Assert.Equal(WireError.HostRepeated, Read("Host: a\r\nHost: a\r\n", out _, minorVersion: 0));
    }

    [Fact]
    public void Chunks_do_not_exist_in_the_old_version() =>
        Assert.Equal(WireError.TransferEncodingInOldVersion, Read("Transfer-Encoding: chunked\r\n", out _, minorVersion: 0));

    [Fact]
    public void An_expectation_of_an_old_client_means_nothing()
    {
        Assert.Equal(WireError.None, Read("Expect: 100-continue\r\n", out var semantics, minorVersion: 0));
        Assert.False(semantics.ExpectsContinue);
    }

    [Theory]
    [InlineData("X: y", 1, true)]
    [InlineData("Connection: close", 1, false)]
    [InlineData("Connection: CLOSE", 1, false)]
    [InlineData("Connection: keep-alive, Close", 1, false)]
    [InlineData("Connection: Upgrade, HTTP2-Settings", 1, true)]
    [InlineData("Connection: closed", 1, true)]
    [InlineData("Connection: x\r\nConnection: close", 1, false)]
    [InlineData("X: y", 0, false)]
    [InlineData("Connection: keep-alive", 0, true)]
    [InlineData("Connection: keep-alive, close", 0, false)]
    public void A_connection_persists_as_its_version_and_fields_say(string field, int version, bool persists)
    {
        Assert.Equal(WireError.None, Read($"Host: a\r\n{field}\r\n", out var semantics, version));
        Assert.Equal(persists, semantics.IsPersistent(version));
    }

    private static WireError Read(string fields, out MessageSemantics semantics, int minorVersion = 1)
    {
        var octets = Encoding.Latin1.GetBytes($"GET / HTTP/1.{minorVersion}\r\n{fields}\r\n");
        var parser = default(RequestHeadParser);
        var head = new RequestHead();
        Assert.Equal(HeadProgress.Complete, parser.Parse(octets, head, ParsedHead.Limits));
        return RequestSemantics.Read(octets, head, out semantics);
    }
}
