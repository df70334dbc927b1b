using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

public sealed class IPv4AddressTests
{
    private static readonly Gen<IPv4Address> Addresses = Gen.UInt.Select(value => new IPv4Address(value));

    [Fact]
    public void Text_and_octets_of_every_address_read_back() => Addresses.Sample(address =>
    {
        var octets = new byte[IPv4Address.OctetCount];
        address.CopyTo(octets);
        return IPv4Address.Parse(address.ToString()) == address && new IPv4Address(octets) == address;
    });

    [Fact]
    public void Text_is_that_of_the_base_library() => Addresses.Sample(address =>
    {
        var octets = new byte[IPv4Address.OctetCount];
        address.CopyTo(octets);
        return address.ToString() == new System.Net.IPAddress(octets).ToString();
    });

    [Fact]
    public void Exactly_the_strict_form_is_read() =>
        Gen.OneOf(Texts.Any, Texts.Near(Addresses.Select(address => address.ToString()))).Sample(text =>
            IPv4Address.TryParse(text, out var address) == (Rfc4291.ReadV4(text) is not null)
            && address.Value == (Rfc4291.ReadV4(text) ?? 0), iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData("0x1.2.3.4")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3. 4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1..3.4")]
    [InlineData("16909060")]
    [InlineData("1.2.3.4\0")]
    [InlineData("1\0.2.3.4")]
    [InlineData("1.2.3.\u0664")]
    public void What_others_read_differently_is_refused(string text)
    {
        Assert.False(IPv4Address.TryParse(text, out var address));
        Assert.Equal(default, address);
        Assert.Contains(text, Assert.Throws<FormatException>(() => IPv4Address.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_refused_at_its_fifth_part() =>
        Assert.False(IPv4Address.TryParse(new string('.', 1_000_000), out _));

    [Fact]
    public void No_text_is_no_address() => Assert.False(IPv4Address.TryParse(null, null, out _));

    [Fact]
    public void Kinds_are_told_from_the_first_octet() => Gen.UInt.Sample(value =>
        new IPv4Address(value).IsLoopback == (value >> 24 == 127)
        && new IPv4Address(value).IsMulticast == (value >> 24 is >= 224 and <= 239));

    [Fact]
    public void Names_mean_their_numbers()
    {
        Assert.Equal("0.0.0.0", IPv4Address.Any.ToString());
        Assert.Equal("127.0.0.1", IPv4Address.Loopback.ToString());
        Assert.Equal("255.255.255.255", IPv4Address.Broadcast.ToString());
    }

    [Fact]
    public void Order_and_equality_are_those_of_the_numbers() => Gen.Select(Gen.UInt, Gen.UInt).Sample((a, b) =>
    {
        var (left, right) = (new IPv4Address(a), new IPv4Address(b));
        return left < right == a < b
            && left > right == a > b
            && left <= right == a <= b
            && left >= right == a >= b
            && left == right == (a == b)
            && left != right == (a != b)
            && left.Equals((object)right) == (a == b)
            && Math.Sign(left.CompareTo(right)) == Math.Sign(a.CompareTo(b));
    });

    [Fact]
    public void Equal_addresses_have_one_hash() =>
        Addresses.Sample(address => address.GetHashCode() == new IPv4Address(address.Value).GetHashCode());
}
