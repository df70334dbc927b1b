using System.Text;
using CsCheck;

namespace MirageGen.Http.Tests.Content;

/// <summary>Range requests (RFC 9110 section 14).</summary>
public sealed class RangeTests
{
    private static string[] Fill(params string[] fields) =>
        [.. fields.Select(field => field.Replace("{tag}", Tag, StringComparison.Ordinal))];

    private static readonly string Tag = StaticSite.Ask(isEmbedded: true, "GET /digits.txt")["ETag"]!;

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/10")]
    [InlineData("bytes=0-4", "01234", "bytes 0-4/10")]
    [InlineData("bytes=5-", "56789", "bytes 5-9/10")]
    [InlineData("bytes=-3", "789", "bytes 7-9/10")]
    [InlineData("bytes=-100", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=9-9", "9", "bytes 9-9/10")]
    [InlineData("bytes=0-9", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes= 2-3", "23", "bytes 2-3/10")]
    [InlineData("BYTES=2-3", "23", "bytes 2-3/10")]
    [InlineData("bytes=002-003", "23", "bytes 2-3/10")]
    [InlineData("bytes=5-99999999999999999999999", "56789", "bytes 5-9/10")]
    [InlineData("bytes=20-30,2-3", "23", "bytes 2-3/10")]
    public void A_range_is_a_part(string range, string text, string contentRange)
    {
        foreach (var isEmbedded in new[] { true, false })
        {
            var response = StaticSite.Ask(isEmbedded, "GET /digits.txt", $"Range: {range}");
            Assert.Equal(206, response.Status);
            Assert.Equal(text, response.Text);
            Assert.Equal(contentRange, response["Content-Range"]);
            Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
            Assert.NotNull(response["ETag"]);
        }
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=10-20")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=99999999999999999999999-")]
    [InlineData("bytes=10-11,12-13")]
    public void A_range_beyond_the_end_is_refused(string range)
    {
        foreach (var isEmbedded in new[] { true, false })
        {
            var response = StaticSite.Ask(isEmbedded, "GET /digits.txt", $"Range: {range}");
            Assert.Equal(416, response.Status);
            Assert.Equal("bytes */10", response["Content-Range"]);
        }
    }

    [Theory]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1")]
    [InlineData("bytes=3-2")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=0-1;2-3")]
    [InlineData("bytes 0-1")]
    [InlineData("bytes=0 - 1")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=+0-1")]
    [InlineData("items=0-1")]
    [InlineData("bytes=0-,0-")]
    [InlineData("bytes=0-5,4-9")]
    [InlineData("bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,0-0,1-1,2-2,3-3,4-4,5-5,6-6")]
    public void A_range_that_is_none_or_too_much_is_passed_over(string range)
    {
        var response = StaticSite.Ask(isEmbedded: true, "GET /digits.txt", $"Range: {range}");
        Assert.Equal(200, response.Status);
        Assert.Equal("0123456789", response.Text);
    }

    [Fact]
    public void Several_ranges_are_parts_of_one_response()
    {
        foreach (var isEmbedded in new[] { true, false })
        {
            var response = StaticSite.Ask(isEmbedded, "GET /digits.txt", "Range: bytes=0-1, 4-5, -2");
            Assert.Equal(206, response.Status);
            Assert.Null(response["Content-Range"]);
            Assert.StartsWith("multipart/byteranges; boundary=\"", response["Content-Type"], StringComparison.Ordinal);
            Assert.Equal(
                [("bytes 0-1/10", "01"), ("bytes 4-5/10", "45"), ("bytes 8-9/10", "89")],
                ReadParts(response));
        }
    }

    [Fact]
    public void Large_ranges_are_parts_of_one_response()
    {
        foreach (var isEmbedded in new[] { true, false })
        {
            var response = StaticSite.Ask(isEmbedded, "GET /large.bin", "Range: bytes=0-299999,300001-");
            Assert.Equal(206, response.Status);
            var parts = ReadParts(response);
            Assert.Equal(Encoding.Latin1.GetString(StaticSite.Large[..300_000]), parts[0].Text);
            Assert.Equal(Encoding.Latin1.GetString(StaticSite.Large[300_001..]), parts[1].Text);
        }
    }

    [Theory]
    [InlineData("bytes=0-", 416)]
    [InlineData("bytes=-0", 416)]
    [InlineData("bytes=-1", 200)]
    [InlineData("bytes=0-0,-1", 200)]
    public void An_empty_file_has_no_range_but_a_suffix_that_cannot_be_told_from_the_whole(string range, int status)
    {
        foreach (var isEmbedded in new[] { true, false })
        {
            Assert.Equal(status, StaticSite.Ask(isEmbedded, "GET /empty.txt", $"Range: {range}").Status);
        }
    }

    [Theory]
    [InlineData(200, "Range: bytes=0-1", "Range: bytes=0-1")]
    [InlineData(200, "Range: bytes=0-1", "Range: bytes=4-5")]
    [InlineData(200, "Range: bytes=0-1", "If-Range: {tag}", "If-Range: {tag}")]
    [InlineData(206, "Range: bytes=0-1", "If-Range: {tag}")]
    public void What_is_no_list_and_occurs_twice_is_passed_over(int status, params string[] fields) =>
        Assert.Equal(status, StaticSite.Ask(isEmbedded: true, "GET /digits.txt", Fill(fields)).Status);

    [Fact]
    public void A_file_that_may_change_twice_in_a_second_is_known_by_its_tag_only()
    {
        var stored = StaticSite.Ask(isEmbedded: false, "GET /digits.txt");
        Assert.Equal(206, StaticSite.Ask(isEmbedded: false, "GET /digits.txt", "Range: bytes=0-1", $"If-Range: {stored["ETag"]}").Status);
        Assert.Equal(200, StaticSite.Ask(isEmbedded: false, "GET /digits.txt", "Range: bytes=0-1", $"If-Range: {stored["Last-Modified"]}").Status);
    }

    [Fact]
    public void Only_get_has_ranges()
    {
        var response = StaticSite.Ask(isEmbedded: true, "HEAD /digits.txt", "Range: bytes=0-1");
        Assert.Equal(200, response.Status);
        Assert.Equal("10", response["Content-Length"]);
    }

    [Fact]
    public void A_range_is_of_the_coding_that_is_sent()
    {
        var whole = StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: gzip");
        var part = StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: gzip", "Range: bytes=2-5");
        Assert.Equal(206, part.Status);
        Assert.Equal("gzip", part["Content-Encoding"]);
        Assert.Equal(whole.Body[2..6], part.Body);
        Assert.Equal(whole["ETag"], part["ETag"]);
    }

    [Theory]
    [InlineData("If-Range: {tag}", 206)]
    [InlineData("If-Range: \"x\"", 200)]
    [InlineData("If-Range: W/{tag}", 200)]
    [InlineData("If-Range: Sun, 01 Jun 2025 12:30:15 GMT", 206)]
    [InlineData("If-Range: Sun, 01 Jun 2025 12:30:14 GMT", 200)]
    [InlineData("If-Range: Sun, 01 Jun 2025 12:30:16 GMT", 200)]
    [InlineData("If-Range: nonsense", 200)]
    [InlineData("If-None-Match: {tag}", 304)]
    [InlineData("If-Match: \"x\"", 412)]
    [InlineData("If-Match: {tag}", 206)]
    public void A_range_is_sent_if_the_file_is_the_same(string field, int status) =>
        Assert.Equal(
            status,
            StaticSite.Ask(isEmbedded: true, "GET /digits.txt", Fill("Range: bytes=0-1", field)).Status);

    [Fact]
    public void A_range_of_an_old_file_beyond_the_end_is_the_new_file() =>
        Assert.Equal(200, StaticSite.Ask(isEmbedded: true, "GET /digits.txt", "Range: bytes=100-", "If-Range: \"x\"").Status);

    [Fact]
    public void Any_ranges_lie_within_the_file()
    {
        var texts = Gen.OneOfConst("0", "1", "5", "9", "10", "99", "-", "-", ",", "=", " ", "bytes", "18446744073709551616");
        (from parts in texts.Array[0, 10] from length in Gen.Long[0, 12] select (string.Concat(parts), length)).Sample(
            (text, length) =>
            {
                var verdict = ByteRangeSet.Read(Encoding.ASCII.GetBytes("bytes=" + text), length, out var ranges);
                for (var i = 0; i < ranges.Count && verdict == RangeVerdict.Satisfiable; i++)
                {
                    if (ranges[i].Offset < 0 || ranges[i].Length < 1 || ranges[i].Offset + ranges[i].Length > length)
                    {
                        return false;
                    }
                }

                return verdict != RangeVerdict.Satisfiable || ranges.Count > 0;
            },
            iter: 50_000);
    }

    private static List<(string ContentRange, string Text)> ReadParts(TestResponse response)
    {
        var type = response["Content-Type"]!;
        var boundary = type[(type.IndexOf('"', StringComparison.Ordinal) + 1)..^1];
        var body = Encoding.Latin1.GetString(response.Body);
        Assert.StartsWith($"--{boundary}\r\n", body, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n--{boundary}--\r\n", body, StringComparison.Ordinal);
        return [.. ("\r\n" + body).Split($"\r\n--{boundary}")[1..^1].Select(part =>
        {
            var headEnd = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var contentRange = part[..headEnd].Split("\r\n").Single(line => line.StartsWith("Content-Range: ", StringComparison.Ordinal));
            return (contentRange["Content-Range: ".Length..], part[(headEnd + 4)..]);
        })];
    }
}
