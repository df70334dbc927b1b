using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>Lists, field names and tables of field lines.</summary>
public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a,b", "a|b")]
    [InlineData(" a , b\t,c", "a|b|c")]
    [InlineData(",,a,,b,,", "a|b")]
    [InlineData(" , ", "")]
    [InlineData("a;q=\"x,y\",b", "a;q=\"x,y\"|b")]
    [InlineData("\"a\\\",b\",c", "\"a\\\",b\"|c")]
    [InlineData("\"open,a", "\"open,a")]
    public void A_list_is_split_at_its_commas(string value, string expected)
    {
        var elements = new List<string>();
        foreach (var element in new TokenList(Encoding.ASCII.GetBytes(value)))
        {
            elements.Add(Encoding.ASCII.GetString(element));
        }

        Assert.Equal(expected, string.Join('|', elements));
    }

    [Fact]
    public void Every_well_known_field_is_recognised_in_any_case()
    {
        foreach (var field in Enum.GetValues<WellKnownField>().Where(field => field != WellKnownField.None))
        {
            var name = field == WellKnownField.ETag ? "etag"
                : string.Concat(field.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
            Assert.Equal(field, WellKnownFields.Identify(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(field, WellKnownFields.Identify(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
            Assert.Equal(WellKnownField.None, WellKnownFields.Identify(Encoding.ASCII.GetBytes(name + "x")));
            Assert.Equal(WellKnownField.None, WellKnownFields.Identify(Encoding.ASCII.GetBytes("x" + name)));
            Assert.Equal(WellKnownField.None, WellKnownFields.Identify(Encoding.ASCII.GetBytes(name[..^1] + "\u0001")));
        }
    }

    [Fact]
    public void Well_known_fields_fit_their_mask() =>
        Assert.All(Enum.GetValues<WellKnownField>(), field => Assert.True((int)field < 64));

    [Fact]
    public void Status_lines_have_the_phrase_of_the_registry()
    {
        Assert.Equal("HTTP/1.1 200 OK\r\n"u8.ToArray(), StatusLines.Of(200).ToArray());
        Assert.Equal("HTTP/1.1 599 \r\n"u8.ToArray(), StatusLines.Of(599).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusLines.Of(99).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => StatusLines.Of(600).Length);
    }
}
