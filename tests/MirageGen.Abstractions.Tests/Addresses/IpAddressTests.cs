using System.Net;
using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

public sealed class IpAddressTests
{
    internal static Gen<IpAddress> Addresses { get; } = Gen.OneOf(
        Gen.UInt.Select(value => new IpAddress(new IPv4Address(value))),
        Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new IpAddress(new IPv6Address(new UInt128(high, low)))),
        Gen.Select(Gen.ULong, Gen.UInt, (low, zone) => new IpAddress(new IPv6Address(new UInt128(0xFE80_0000_0000_0000, low)), zone)));

    [Fact]
    public void Text_of_every_address_reads_back() => Addresses.Sample(address => IpAddress.Parse(address.ToString()) == address);

    [Fact]
    public void Every_address_goes_to_the_base_library_and_back() => Addresses.Sample(address =>
        IpAddress.From(address.ToIPAddress()) == (IsMapped(address) ? Unmapped(address) : address)
        && address.ToIPAddress().ToString() == address.ToString());

    [Fact]
    public void A_mapped_address_of_the_base_library_is_the_IPv4_one() =>
        Assert.Equal(IpAddress.Parse("192.0.2.1"), IpAddress.From(IPAddress.Parse("::ffff:192.0.2.1")));

    [Fact]
    public void No_address_is_neither_version_and_is_written_as_a_star()
    {
        var none = IpAddress.None;

        Assert.True(none.IsNone);
        Assert.False(none.IsV4 || none.IsV6 || none.IsLoopback || none.IsMulticast);
        Assert.Equal("*", none.ToString());
        Assert.Throws<InvalidOperationException>(() => none.ToIPAddress());
        Assert.NotEqual(none, new IpAddress(IPv4Address.Any));
        Assert.NotEqual(none, new IpAddress(IPv6Address.Any));
    }

    [Fact]
    public void The_same_number_in_another_version_or_zone_is_another_address()
    {
        Assert.NotEqual(new IpAddress(new IPv4Address(1)), new IpAddress(new IPv6Address(1)));
        Assert.NotEqual(IpAddress.Parse("fe80::1%1"), IpAddress.Parse("fe80::1%2"));
        Assert.Equal(IpAddress.Parse("fe80::1%0"), IpAddress.Parse("fe80::1"));
    }

    [Theory]
    [InlineData("127.255.0.1", true, false)]
    [InlineData("::1", true, false)]
    [InlineData("224.0.0.251", false, true)]
    [InlineData("ff02::fb", false, true)]
    [InlineData("192.0.2.1", false, false)]
    public void Kinds_are_those_of_its_version(string text, bool isLoopback, bool isMulticast)
    {
        var address = IpAddress.Parse(text);

        Assert.Equal(isLoopback, address.IsLoopback);
        Assert.Equal(isMulticast, address.IsMulticast);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("1.2.3.4%1")]
    [InlineData("fe80::1%")]
    [InlineData("fe80::1% 1")]
    [InlineData("fe80::1%1 ")]
    [InlineData("fe80::1%+1")]
    [InlineData("fe80::1%-1")]
    [InlineData("fe80::1%1\0")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%1%2")]
    [InlineData("fe80::1%4294967296")]
    [InlineData("[::1]")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(IpAddress.TryParse(text, out var address));
        Assert.Equal(IpAddress.None, address);
        Assert.Contains(text, Assert.Throws<FormatException>(() => IpAddress.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_gives_an_address_that_reads_back_or_none() =>
        Gen.OneOf(Texts.Any, Texts.Near(Addresses.Select(address => address.ToString()))).Sample(text =>
            !IpAddress.TryParse(text, out var address) || IpAddress.Parse(address.ToString()) == address, iter: 20_000);

    private static bool IsMapped(IpAddress address) => address.IsV6 && address.V6.Value >> 32 == 0xFFFF;

    private static IpAddress Unmapped(IpAddress address) => new(new IPv4Address((uint)address.V6.Value));
}
