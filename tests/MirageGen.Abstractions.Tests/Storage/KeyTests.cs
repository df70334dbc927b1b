using System.Text;
using CsCheck;

namespace MirageGen.Abstractions.Tests.Storage;

public sealed class KeyTests
{
    /// <summary>What paths, and tricks with paths, are made of.</summary>
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.OneOfConst("..", ".", "...", "/", "//", "\\", "a", "b.c", " ", "\0", "\n", "\u007f", "%2e%2e", "~", ":", "C:", "\u2215", "\uFF0E", "\uD800", "\uDC00", "\U0001F600", "/../", "/./"),
        Gen.String[0, 3]).Array[0, 12].Select(string.Concat);

    private static readonly Gen<Key> Keys = Gen.Char["ab.-\u00e9"].Array[1, 3]
        .Select(letters => new string(letters)).Where(segment => segment is not ("." or ".."))
        .Array[0, 5].Select(segments => Key.Parse(string.Join('/', segments)));

    [Fact]
    public void A_key_cannot_lead_out_of_a_directory() => Hostile.Sample(text =>
    {
        const string Root = "/srv/store";
        if (!Key.TryParse(text, out var key))
        {
            return true;
        }

        var path = Path.GetFullPath(Root + "/" + key.Path);
        return key.IsRoot ? path == Root + "/" : path == Root + "/" + key.Path;
    }, iter: 50_000);

    [Fact]
    public void Appending_a_segment_cannot_lead_out_either() => Gen.Select(Keys, Hostile).Sample((parent, segment) =>
    {
        var isSegment = Key.TryParse(segment, out var parsed) && parsed.Path == segment && !parsed.IsRoot && !segment.Contains('/');
        return parent.TryAppend(segment, out var key) == isSegment
            && (!isSegment || (key == parent / segment && key.Parent == parent && key.Name.SequenceEqual(segment) && Key.Parse(key.Path) == key));
    }, iter: 50_000);

    [Fact]
    public void Its_text_reads_back() => Hostile.Sample(text =>
        !Key.TryParse(text, out var key) || (Key.Parse(key.ToString()) == key && Key.Parse(key.Path).Path == key.Path), iter: 20_000);

    [Fact]
    public void Every_key_has_a_name_of_its_own_in_UTF8() => Hostile.Sample(text =>
        !Key.TryParse(text, out var key) || new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Utf8(key)) == key.Path, iter: 20_000);

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("///", "")]
    [InlineData("a", "a")]
    [InlineData("/a/b/", "a/b")]
    [InlineData("a//b", "a/b")]
    [InlineData("a/...", "a/...")]
    [InlineData("a/..b", "a/..b")]
    [InlineData(" a / b ", " a / b ")]
    public void Slashes_that_say_nothing_count_for_nothing(string text, string path) => Assert.Equal(path, Key.Parse(text).Path);

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/..")]
    [InlineData("/..")]
    [InlineData("a\\b")]
    [InlineData("..\\a")]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData("a\u007f")]
    [InlineData("a\u0085")]
    public void What_could_lead_elsewhere_is_refused(string text)
    {
        Assert.False(Key.TryParse(text, out var key));
        Assert.True(key.IsRoot);
        Assert.Throws<FormatException>(() => Key.Parse(text));
        Assert.Throws<FormatException>(() => (Key)text);
    }

    [Fact]
    public void A_lone_surrogate_is_refused_because_it_has_no_octets()
    {
        Assert.False(Key.TryParse("a\ud800", out _));
        Assert.False(Key.TryParse("\udc00\ud800", out _));
        Assert.Throws<FormatException>(() => Key.Root / "\ud800");
        Assert.True(Key.TryParse("\ud83d\ude00", out _));
    }

    [Fact]
    public void A_key_has_at_most_its_longest_length_however_it_is_made()
    {
        var longest = new string('a', Key.MaxLength);

        Assert.Equal(longest, Key.Parse("/" + longest + "/").Path);
        Assert.False(Key.TryParse(longest + "a", out _));
        Assert.False(Key.TryParse(new string('/', 10) + longest + "/b", out _));
        Assert.Throws<FormatException>(() => Key.Root / (longest + "a"));
        Assert.Throws<FormatException>(() => Key.Parse(longest[..^1]) / "b");
        Assert.False(Key.Parse(longest[..^1]).TryAppend("b", out _));
        Assert.Equal(Key.MaxLength, (Key.Parse(longest[..^2]) / "b").Path.Length);
    }

    [Fact]
    public void No_text_is_not_the_root()
    {
        Assert.False(Key.TryParse(null, null, out _));
        Assert.Throws<ArgumentNullException>(() => Key.Parse(null!));
        Assert.Throws<ArgumentNullException>(() => (Key)(string)null!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void One_segment_at_a_time_is_appended(string segment) =>
        Assert.Throws<FormatException>(() => Key.Parse("x") / segment);

    [Fact]
    public void No_segment_is_none() => Assert.False(Key.Root.TryAppend(null, out _));

    [Fact]
    public void Parent_and_name_take_a_key_apart() => Keys.Sample(key => key.IsRoot
        ? key.Parent.IsRoot && key.Name.IsEmpty
        : key.Parent / key.Name.ToString() == key && key.IsWithin(key.Parent) && !key.Parent.IsWithin(key));

    [Fact]
    public void Within_means_itself_or_below()
    {
        Key key = "a/b";

        Assert.True(key.IsWithin("a/b"));
        Assert.True(key.IsWithin("a"));
        Assert.True(key.IsWithin(Key.Root));
        Assert.False(key.IsWithin("a/bc"));
        Assert.False(Key.Parse("a/bc").IsWithin(key));
        Assert.False(Key.Root.IsWithin(key));
    }

    [Fact]
    public void Order_is_ordinal_and_agrees_with_equality() => Gen.Select(Keys, Keys).Sample((a, b) =>
        Math.Sign(a.CompareTo(b)) == Math.Sign(string.CompareOrdinal(a.Path, b.Path))
        && a == b == (a.CompareTo(b) == 0)
        && a < b == a.CompareTo(b) < 0 && a > b == a.CompareTo(b) > 0
        && a <= b == a.CompareTo(b) <= 0 && a >= b == a.CompareTo(b) >= 0
        && (a != b || a.GetHashCode() == b.GetHashCode()));

    [Fact]
    public void The_default_is_the_root() => Assert.True(default(Key).IsRoot && default(Key) == Key.Parse("/") && Key.Root.Path.Length == 0);

    private static byte[] Utf8(Key key) => Encoding.UTF8.GetBytes(key.Path);
}
