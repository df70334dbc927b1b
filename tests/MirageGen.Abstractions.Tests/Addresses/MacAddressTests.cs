using CsCheck;

namespace MirageGen.Abstractions.Tests.Addresses;

public sealed class MacAddressTests
{
    private static readonly Gen<MacAddress> Addresses = Gen.Byte.Array[MacAddress.OctetCount].Select(octets => new MacAddress(octets));

    [Fact]
    public void Text_and_octets_of_every_address_read_back() => Gen.Byte.Array[MacAddress.OctetCount].Sample(octets =>
    {
        var address = new MacAddress(octets);
        var copy = new byte[MacAddress.OctetCount];
        address.CopyTo(copy);
        return copy.AsSpan().SequenceEqual(octets)
            && MacAddress.Parse(address.ToString()) == address
            && address.ToString() == string.Join(':', octets.Select(octet => octet.ToString("x2", null)));
    });

    [Theory]
    [InlineData("00:16:3e:0a:0b:0c")]
    [InlineData("00-16-3E-0A-0B-0C")]
    public void Colons_and_hyphens_are_read_in_either_case(string text) =>
        Assert.Equal("00:16:3e:0a:0b:0c", MacAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("00:16:3e:0a:0b")]
    [InlineData("00:16:3e:0a:0b:0c:0d")]
    [InlineData("00163e0a0b0c")]
    [InlineData("00.16.3e.0a.0b.0c")]
    [InlineData("00:16:3e:0a:0b:0g")]
    [InlineData("+0:16:3e:0a:0b:0c")]
    [InlineData(" 0:16:3e:0a:0b:0c")]
    [InlineData("00:16:3e:0a:0b:c\0")]
    [InlineData("0\0:16:3e:0a:0b:0c")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(MacAddress.TryParse(text, out var address));
        Assert.Equal(default, address);
        Assert.Contains(text, Assert.Throws<FormatException>(() => MacAddress.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_of_the_right_form_only_is_read() =>
        Gen.OneOf(Texts.Any, Texts.Near(Addresses.Select(address => address.ToString()))).Sample(text =>
            MacAddress.TryParse(text, out _) == IsSixPairs(text), iter: 20_000);

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Another_number_of_octets_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MacAddress(new byte[count]));

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff", true)]
    [InlineData("01:00:5e:00:00:01", true)]
    [InlineData("fe:ff:ff:ff:ff:ff", false)]
    public void A_group_is_told_by_the_first_octets_lowest_bit(string text, bool isMulticast) =>
        Assert.Equal(isMulticast, MacAddress.Parse(text).IsMulticast);

    [Fact]
    public void Broadcast_is_all_ones() => Assert.Equal("ff:ff:ff:ff:ff:ff", MacAddress.Broadcast.ToString());

    [Fact]
    public void Equality_is_that_of_the_octets() => Gen.Select(Addresses, Addresses).Sample((a, b) =>
        a == b == (a.ToString() == b.ToString()) && a != b == !(a == b)
        && MacAddress.Parse(a.ToString()).GetHashCode() == a.GetHashCode());

    private static bool IsSixPairs(string text) =>
        text.Length == 17
        && text.Index().All(letter => letter.Index % 3 == 2 ? letter.Item is ':' or '-' : char.IsAsciiHexDigit(letter.Item));
}
