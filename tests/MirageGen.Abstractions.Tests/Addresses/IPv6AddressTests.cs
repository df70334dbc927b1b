using System.Globalization;
using System.Net;
using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

public sealed class IPv6AddressTests
{
    /// <summary>Addresses with runs of zeros, which is where their text is difficult.</summary>
    private static readonly Gen<IPv6Address> Addresses =
        Gen.OneOf(Gen.Const((ushort)0), Gen.Const((ushort)1), Gen.UShort).Array[8].Select(groups =>
            new IPv6Address(groups.Aggregate(UInt128.Zero, (value, group) => (value << 16) | group)));

    [Fact]
    public void Text_and_octets_of_every_address_read_back() => Addresses.Sample(address =>
    {
        var octets = new byte[IPv6Address.OctetCount];
        address.CopyTo(octets);
        return IPv6Address.Parse(address.ToString()) == address
            && new IPv6Address(octets) == address
            && new IPAddress(octets).Equals(IPAddress.Parse(address.ToString()));
    }, iter: 5_000);

    [Fact]
    public void Text_is_the_recommended_one() => Addresses.Sample(address =>
        HasDottedPart(address) || address.ToString() == Rfc4291.Write(address.Value), iter: 5_000);

    [Fact]
    public void Exactly_the_forms_of_the_standard_are_read() =>
        Gen.OneOf(Texts.Any, Texts.Near(Addresses.Select(address => address.ToString())), Texts.Near(Uncompressed())).Sample(text =>
            IPv6Address.TryParse(text, out var address) == (Rfc4291.ReadV6(text) is not null)
            && address.Value == (Rfc4291.ReadV6(text) ?? 0), iter: 20_000);

    [Theory]
    [InlineData("::", "::")]
    [InlineData("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a")]
    [InlineData("0:0:0:0:0:0:0:1", "::1")]
    [InlineData("2001:db8::0001", "2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("::ffff:c000:201", "::ffff:192.0.2.1")]
    public void Examples_of_the_standards_read_and_write(string text, string recommended) =>
        Assert.Equal(recommended, IPv6Address.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("[::1]")]
    [InlineData("::1%1")]
    [InlineData("::1/64")]
    [InlineData(" ::1")]
    [InlineData("::1\0")]
    [InlineData("::0x1")]
    [InlineData("::1.2.3")]
    [InlineData("::1.2.3.04")]
    [InlineData("::1.2.3.256")]
    [InlineData("1.2.3.4::")]
    [InlineData("1.2.3.4")]
    [InlineData("localhost")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(IPv6Address.TryParse(text, out var address));
        Assert.Equal(default, address);
        Assert.Contains(text, Assert.Throws<FormatException>(() => IPv6Address.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_refused() => Assert.False(IPv6Address.TryParse(new string(':', 1_000_000), out _));

    [Fact]
    public void No_text_is_no_address() => Assert.False(IPv6Address.TryParse(null, null, out _));

    [Theory]
    [InlineData("::1", true, false, false)]
    [InlineData("::2", false, false, false)]
    [InlineData("ff02::1", false, true, false)]
    [InlineData("fe80::1", false, false, true)]
    [InlineData("febf:ffff::1", false, false, true)]
    [InlineData("fec0::1", false, false, false)]
    [InlineData("fe7f::1", false, false, false)]
    public void Kinds_are_told_from_their_prefixes(string text, bool isLoopback, bool isMulticast, bool isLinkLocal)
    {
        var address = IPv6Address.Parse(text);

        Assert.Equal(isLoopback, address.IsLoopback);
        Assert.Equal(isMulticast, address.IsMulticast);
        Assert.Equal(isLinkLocal, address.IsLinkLocal);
    }

    [Fact]
    public void Order_and_equality_are_those_of_the_numbers() => Gen.Select(Addresses, Addresses).Sample((left, right) =>
        left < right == left.Value < right.Value
        && left > right == left.Value > right.Value
        && left <= right == left.Value <= right.Value
        && left >= right == left.Value >= right.Value
        && left == right == (left.Value == right.Value)
        && left != right == (left.Value != right.Value)
        && (left != right || left.GetHashCode() == right.GetHashCode()));

    /// <summary>IPv4-mapped, IPv4-compatible and ISATAP addresses end in dotted decimal (RFC 5952 section 5).</summary>
    private static bool HasDottedPart(IPv6Address address) => address.ToString().Contains('.');

    private static Gen<string> Uncompressed() => Addresses.Select(address => string.Join(
        ':', Enumerable.Range(0, 8).Select(i => ((ushort)(address.Value >> (112 - (16 * i)))).ToString("X4", CultureInfo.InvariantCulture))));
}
