namespace MirageGen.Dns.Tests.Names;

/// <summary>Names as objects, and as text.</summary>
public sealed class DomainNameTests
{
    [Theory]
    [InlineData(".", "00")]
    [InlineData("example", "076578616d706c6500")]
    [InlineData("a.b.", "0161016200")]
    [InlineData("A.b", "0141016200")]
    [InlineData(@"a\.b.c", "03612e62016300")]
    [InlineData(@"\065.\\.\000", "0141015c010000")]
    [InlineData("*.x", "012a017800")]
    [InlineData(@"a\ b", "0361206200")]
    public void Text_becomes_octets(string text, string hex) => Assert.Equal(hex, Octets.ToHex(DomainName.Parse(text).Octets));

    [Theory]
    [InlineData("example", "example.")]
    [InlineData(".", ".")]
    [InlineData(@"a\.b\@\$\;\(\)\""\\c.d", @"a\.b\@\$\;\(\)\""\\c.d.")]
    [InlineData(@"\000\032\127\255.x", @"\000\032\127\255.x.")]
    [InlineData(@"\097.X", "a.X.")]
    public void Octets_become_text(string text, string written) => Assert.Equal(written, DomainName.Parse(text).ToString());

    [Theory]
    [InlineData("", "empty label")]
    [InlineData("..", "empty label")]
    [InlineData(".a", "empty label")]
    [InlineData("a..b", "empty label")]
    [InlineData(@"a\", "backslash")]
    [InlineData(@"a\25", "backslash")]
    [InlineData(@"a\256", "backslash")]
    [InlineData(@"a\2x6", "backslash")]
    [InlineData("a b", "space")]
    [InlineData("b\u00FCcher", "xn--")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", "63 octets")]
    public void What_is_no_name_says_why(string text, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(() => DomainName.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_has_at_most_255_octets()
    {
        var label = new string('x', 63);
        var longest = $"{label}.{label}.{label}.{new string('y', 61)}";

        Assert.Equal(255, DomainName.Parse(longest).Octets.Length);
        Assert.Equal(255, DomainName.Parse(longest + ".").Octets.Length);
        Assert.False(DomainName.TryParse(longest + "y", out _));
        Assert.False(DomainName.TryParse($"{label}.{label}.{label}.{label}", out _));
        Assert.False(DomainName.TryParse(longest + ".z", out _));
        Assert.False(DomainName.TryParse(new string('x', 100_000), out _));
        Assert.Equal(127, DomainName.Parse(string.Join('.', Enumerable.Repeat("a", 127))).LabelCount);
    }

    [Fact]
    public void Case_makes_no_difference_but_is_kept()
    {
        var mixed = DomainName.Parse("WwW.ExAmPlE.CoM");
        var small = DomainName.Parse("www.example.com");

        Assert.Equal(small, mixed);
        Assert.Equal(small.GetHashCode(), mixed.GetHashCode());
        Assert.Equal("WwW.ExAmPlE.CoM.", mixed.ToString());
        Assert.True(small.Octets.SequenceEqual(mixed.ToCanonical().Octets));
    }

    [Theory]
    [InlineData(@"\192x", @"\224x")]
    [InlineData("a@", "a`")]
    [InlineData("a[", "a{")]
    [InlineData(@"\001a", "a")]
    [InlineData("aaaaaaaab", "aaaaaaaac")]
    [InlineData("ab", @"a\.b")]
    public void What_differs_by_more_than_the_case_of_ascii_differs(string left, string right)
    {
        left = left.Replace("@", @"\@", StringComparison.Ordinal);
        Assert.NotEqual(DomainName.Parse(left), DomainName.Parse(right));
        Assert.NotEqual(0, DomainName.Parse(left).CompareTo(DomainName.Parse(right)));
    }

    /// <summary>The example of RFC 4034 section 6.1.</summary>
    [Fact]
    public void Names_stand_in_canonical_order()
    {
        string[] ordered =
        [
            "example.", "a.example.", "yljkjljk.a.example.", "Z.a.example.", "zABC.a.EXAMPLE.", "z.example.",
            @"\001.z.example.", "*.z.example.", @"\200.z.example.",
        ];
        var names = ordered.Select(text => DomainName.Parse(text)).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = 0; j < names.Length; j++)
            {
                Assert.Equal(Math.Sign(i - j), Math.Sign(names[i].CompareTo(names[j])));
            }
        }

        Assert.True(names[0] < names[1] && names[1] > names[0] && names[0] <= names[0] && names[1] >= names[0] && null < names[0]);
    }

    [Fact]
    public void Parents_lead_to_the_root()
    {
        var name = DomainName.Parse("a.b.c");

        Assert.Equal("b.c.", name.Parent!.ToString());
        Assert.Same(DomainName.Root, name.Parent.Parent!.Parent);
        Assert.Null(DomainName.Root.Parent);
        Assert.Equal(3, name.LabelCount);
        Assert.Equal("b"u8, name.Label(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => name.Label(3).Length);
    }

    [Theory]
    [InlineData("a.example.", "example.", true)]
    [InlineData("EXAMPLE.", "example.", true)]
    [InlineData("a.example.", ".", true)]
    [InlineData("notexample.", "example.", false)]
    [InlineData("example.", "a.example.", false)]
    [InlineData(@"x\007example.", "example.", false)]
    public void Subdomains_end_at_a_labels_border(string name, string ancestor, bool expected) =>
        Assert.Equal(expected, DomainName.Parse(name).IsSubdomainOf(DomainName.Parse(ancestor)));

    [Fact]
    public void Wildcards_are_made_and_known()
    {
        Assert.True(DomainName.Parse("example").TryGetWildcard(out var wildcard));
        Assert.Equal("*.example.", wildcard.ToString());
        Assert.True(wildcard.IsWildcard);
        Assert.False(DomainName.Parse("a.*.example").IsWildcard);
        Assert.False(DomainName.Parse("*a.example").IsWildcard);

        var longest = DomainName.Parse(string.Join('.', Enumerable.Repeat("a", 127)));
        Assert.False(longest.TryGetWildcard(out _));
        Assert.True(longest.TryAppend(DomainName.Root, out var same));
        Assert.Equal(longest, same);
    }

    [Theory]
    [InlineData("00ff", true)]
    [InlineData("016100", true)]
    [InlineData("0161", false)]
    [InlineData("", false)]
    [InlineData("4000", false)]
    [InlineData("c000", false)]
    public void Octets_are_read(string hex, bool isName) => Assert.Equal(isName, DomainName.TryRead(Octets.FromHex(hex), out _));
}
