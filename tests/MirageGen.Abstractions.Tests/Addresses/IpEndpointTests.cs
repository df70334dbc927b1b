using System.Net;
using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

public sealed class IpEndpointTests
{
    private static readonly Gen<IpEndpoint> Endpoints = Gen.Select(
        Gen.OneOf(IpAddressTests.Addresses, Gen.Const(IpAddress.None)), Gen.UShort, (address, port) => new IpEndpoint(address, port));

    [Fact]
    public void Text_of_every_endpoint_reads_back() => Endpoints.Sample(endpoint => IpEndpoint.Parse(endpoint.ToString()) == endpoint);

    [Theory]
    [InlineData("192.0.2.1:80")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("[fe80::1%3]:0")]
    [InlineData("*:65535")]
    public void It_is_written_as_it_is_read(string text) => Assert.Equal(text, IpEndpoint.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("192.0.2.1")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1:65536")]
    [InlineData("192.0.2.1:-1")]
    [InlineData("192.0.2.1:+1")]
    [InlineData("192.0.2.1: 1")]
    [InlineData("192.0.2.1:80\0")]
    [InlineData("2001:db8::1:80")]
    [InlineData("[192.0.2.1]:80")]
    [InlineData("[*]:80")]
    [InlineData("[]:80")]
    [InlineData("[::1]80")]
    [InlineData("[[::1]]:80")]
    [InlineData("host:80")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(IpEndpoint.TryParse(text, out var endpoint));
        Assert.Equal(default, endpoint);
        Assert.Contains(text, Assert.Throws<FormatException>(() => IpEndpoint.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_gives_an_endpoint_that_reads_back_or_none() =>
        Gen.OneOf(Texts.Any, Texts.Near(Endpoints.Select(endpoint => endpoint.ToString()))).Sample(text =>
            !IpEndpoint.TryParse(text, out var endpoint) || IpEndpoint.Parse(endpoint.ToString()) == endpoint, iter: 20_000);

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IpEndpoint(IpAddress.None, port));

    [Fact]
    public void It_goes_to_the_base_library_and_back()
    {
        var endpoint = IpEndpoint.Parse("[fe80::1%3]:443");

        Assert.Equal(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 443), endpoint.ToIPEndPoint());
        Assert.Equal(endpoint, IpEndpoint.From(endpoint.ToIPEndPoint()));
        Assert.Throws<InvalidOperationException>(() => IpEndpoint.Parse("*:443").ToIPEndPoint());
    }

    [Fact]
    public void Equality_takes_address_and_port() => Gen.Select(Endpoints, Endpoints).Sample((a, b) =>
        a == b == (a.Address == b.Address && a.Port == b.Port)
        && a != b == !(a == b)
        && a.Equals((object)new IpEndpoint(a.Address, a.Port))
        && a.GetHashCode() == new IpEndpoint(a.Address, a.Port).GetHashCode());
}
