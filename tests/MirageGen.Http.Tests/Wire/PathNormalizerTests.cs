using System.Text;
using CsCheck;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>Normal paths (RFC 3986 section 6.2.2).</summary>
public sealed class PathNormalizerTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a/", "/a/")]
    [InlineData("//", "//")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("/%41%62c", "/Abc")]
    [InlineData("/a%20b+c", "/a b+c")]
    [InlineData("/gr%C3%BC%C3%9Fe", "/grüße")]
    [InlineData("/%F0%9F%98%80", "/😀")]
    [InlineData("/.", "/")]
    [InlineData("/./", "/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/..", "/")]
    [InlineData("/a/../", "/")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/b/../../c", "/c")]
    [InlineData("/a/b/../..", "/")]
    [InlineData("/%2e/a", "/a")]
    [InlineData("/a/%2e%2e/b", "/b")]
    [InlineData("/a/%2E./b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/...", "/...")]
    [InlineData("/.a", "/.a")]
    [InlineData("/a.", "/a.")]
    [InlineData("/..a", "/..a")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/%25", "/%")]
    [InlineData("/%252e%252e/a", "/%2e%2e/a")]
    [InlineData("/%5c..%5ca", "/\\..\\a")]
    [InlineData("/a%2Fb", "/a\0b")]
    [InlineData("/..%2f..", "/..\0..")]
    [InlineData("/a/%2f/../b", "/a/b")]
    public void A_path_has_one_form(string path, string expected)
    {
        Assert.Equal(WireError.None, Normalize(path, out var normal));
        Assert.Equal(expected, normal);
    }

    [Theory]
    [InlineData("/..", "PathAboveRoot")]
    [InlineData("/../a", "PathAboveRoot")]
    [InlineData("/a/../..", "PathAboveRoot")]
    [InlineData("/%2e%2e/a", "PathAboveRoot")]
    [InlineData("/a/../../etc/passwd", "PathAboveRoot")]
    [InlineData("/%", "BadPercentEncoding")]
    [InlineData("/%4", "BadPercentEncoding")]
    [InlineData("/%4g", "BadPercentEncoding")]
    [InlineData("/%g4", "BadPercentEncoding")]
    [InlineData("/%%41", "BadPercentEncoding")]
    [InlineData("/a%00b", "BadPercentEncoding")]
    [InlineData("/a%0d%0ab", "BadPercentEncoding")]
    [InlineData("/a%1f", "BadPercentEncoding")]
    [InlineData("/a%7f", "BadPercentEncoding")]
    [InlineData("/%80", "BadPercentEncoding")]
    [InlineData("/%C3", "BadPercentEncoding")]
    [InlineData("/%C0%AE%C0%AE/", "BadPercentEncoding")]
    [InlineData("/%C0%AF", "BadPercentEncoding")]
    [InlineData("/%ED%A0%80", "BadPercentEncoding")]
    [InlineData("/%u002e", "BadPercentEncoding")]
    public void A_path_that_could_mean_two_things_is_refused(string path, string error) =>
        Assert.Equal(error, Normalize(path, out _).ToString());

    [Fact]
    public void No_path_leads_out()
    {
        var parts = Gen.OneOfConst("/", "..", ".", "a", "%2e", "%2f", "%2F", "%25", "%5c", "\\", "é", "%", "%00");
        parts.Array[0, 12].Sample(
            tokens =>
            {
                if (Normalize("/" + string.Concat(tokens), out var normal) != WireError.None)
                {
                    return true;
                }

                var segments = normal.Split('/');
                return normal.StartsWith('/') && !segments.Contains("..") && !segments.Contains(".");
            },
            iter: 20_000);
    }

    [Fact]
    public void A_normal_form_is_its_own()
    {
        var parts = Gen.OneOfConst("/", "..", ".", "a", "b.c", "%20", "%41");
        parts.Array[0, 12].Sample(
            tokens => Normalize("/" + string.Concat(tokens), out var once) != WireError.None
                || (Normalize(once, out var twice) == WireError.None && once == twice),
            iter: 20_000);
    }

    private static WireError Normalize(string path, out string normal)
    {
        var octets = Encoding.UTF8.GetBytes(path);
        var destination = new byte[octets.Length];
        var error = PathNormalizer.Normalize(octets, destination, out var length);
        normal = Encoding.UTF8.GetString(destination.AsSpan(0, length));
        return error;
    }
}
