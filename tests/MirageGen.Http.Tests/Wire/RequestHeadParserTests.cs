using System.Text;
using CsCheck;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>The parser of requests' heads: RFC 9112 sections 2, 3 and 5.</summary>
public sealed class RequestHeadParserTests
{
    public static TheoryData<string, string> WellFormed() => ToData(RequestHeadCorpus.WellFormed);

    public static TheoryData<string, string> Malformed() => ToData(RequestHeadCorpus.Malformed);

    public static TheoryData<string, string> All() => ToData(RequestHeadCorpus.All);

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void A_well_formed_head_is_taken_apart(string head, string expected) =>
        Assert.Equal(expected, ParsedHead.Describe(head));

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_head_is_refused(string head, string expected) =>
        Assert.Equal(expected, ParsedHead.Describe(head));

    [Theory]
    [MemberData(nameof(All))]
    public void A_head_means_the_same_wherever_it_is_split(string head, string expected)
    {
        var octets = Encoding.Latin1.GetBytes(head);
        for (var split = 0; split <= octets.Length; split++)
        {
            Assert.Equal(expected, ParsedHead.Describe(octets, [split]));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_head_means_the_same_octet_by_octet(string head, string expected)
    {
        var octets = Encoding.Latin1.GetBytes(head);
        Assert.Equal(expected, ParsedHead.Describe(octets, Enumerable.Range(0, octets.Length)));
    }

    [Fact]
    public void Any_octets_mean_the_same_wherever_they_are_split()
    {
        var tokens = Gen.OneOfConst(
            "GET", " ", "/", "HTTP/1.1", "\r\n", "\r", "\n", ":", "Host", "a", "\t", "Content-Length", "5", "%2e", "..", "?", "\0", "\u00FF", "\r\n\r\n");
        (from parts in tokens.Array[0, 24] from splits in Gen.Int[0, 64].Array[0, 6] select (string.Concat(parts), splits)).Sample(
            (text, splits) =>
            {
                var octets = Encoding.Latin1.GetBytes(text);
                var ascending = splits.Where(split => split <= octets.Length).Order();
                return ParsedHead.Describe(octets, []) == ParsedHead.Describe(octets, ascending);
            },
            iter: 20_000);
    }

    [Fact]
    public void Whatever_follows_a_head_is_left_alone()
    {
        const string Head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        Assert.Equal(ParsedHead.Describe(Head), ParsedHead.Describe(Head + "\0\n\r garbage"));
    }

    [Theory]
    [InlineData(64, 47, "GET/Get")]
    [InlineData(64, 48, "GET/Get")]
    [InlineData(64, 52, "TargetTooLong")]
    [InlineData(100, 86, "GET/Get")]
    [InlineData(100, 88, "TargetTooLong")]
    public void A_request_line_has_a_bound(int bound, int pathLength, string expected)
    {
        var head = $"GET /{new string('a', pathLength - 1)} HTTP/1.1\r\n\r\n";
        Assert.StartsWith(expected, ParsedHead.Describe(head, ParsedHead.Limits with { StartLineBytes = bound }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_ends()
    {
        var limits = ParsedHead.Limits with { StartLineBytes = 64 };
        Assert.Equal("...", ParsedHead.Describe($"GET /{new string('a', 59)}", limits));
        Assert.Equal("TargetTooLong", ParsedHead.Describe($"GET /{new string('a', 60)}", limits));
        Assert.Equal("MethodTooLong", ParsedHead.Describe(new string('A', 65), limits));
    }

    [Fact]
    public void A_head_has_a_bound()
    {
        const string Start = "GET / HTTP/1.1\r\nA: ";
        var limits = ParsedHead.Limits with { HeadBytes = 200 };
        var fits = Start + new string('b', 200 - Start.Length - 4) + "\r\n\r\n";
        Assert.Equal(200, fits.Length);
        Assert.StartsWith("GET", ParsedHead.Describe(fits, limits), StringComparison.Ordinal);
        Assert.Equal("HeadTooLarge", ParsedHead.Describe(fits.Replace("A: ", "AA: ", StringComparison.Ordinal), limits));
        Assert.Equal("HeadTooLarge", ParsedHead.Describe(Start + new string('b', 300), limits));
    }

    [Fact]
    public void A_line_that_ends_at_the_bound_leaves_no_room_for_the_end_of_the_head()
    {
        const string Start = "GET / HTTP/1.1\r\nA: ";
        for (var bound = 64; bound < 80; bound++)
        {
            var limits = ParsedHead.Limits with { HeadBytes = bound };
            for (var length = bound - 4; length <= bound; length++)
            {
                var head = $"{Start}{new string('b', length - Start.Length - 2)}\r\n";
                Assert.Equal(length + 2 <= bound ? "..." : "HeadTooLarge", ParsedHead.Describe(head, limits));
                Assert.StartsWith(length + 2 <= bound ? "GET" : "HeadTooLarge", ParsedHead.Describe(head + "\r\n", limits), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Fields_have_a_bound()
    {
        var limits = ParsedHead.Limits with { FieldCount = 3 };
        var lines = string.Concat(Enumerable.Repeat("A: b\r\n", 3));
        Assert.StartsWith("GET", ParsedHead.Describe($"GET / HTTP/1.1\r\n{lines}\r\n", limits), StringComparison.Ordinal);
        Assert.Equal("TooManyFields", ParsedHead.Describe($"GET / HTTP/1.1\r\n{lines}C: d\r\n\r\n", limits));
    }

    [Fact]
    public void Bounds_hold_wherever_a_head_is_split()
    {
        var limits = new HeadLimits(64, 120, 4);
        string[] heads =
        [
            $"GET /{new string('a', 80)} HTTP/1.1\r\n\r\n",
            $"GET / HTTP/1.1\r\nA: {new string('b', 200)}\r\n\r\n",
            "GET / HTTP/1.1\r\na: 1\r\nb: 1\r\nc: 1\r\nd: 1\r\ne: 1\r\n\r\n",
            $"GET / HTTP/1.1\r\nA: {new string('b', 97)}\r\n\r\n",
            $"GET / HTTP/1.1\r\nA: {new string('b', 98)}\r\n\r\n",
        ];
        foreach (var head in heads)
        {
            var octets = Encoding.ASCII.GetBytes(head);
            var whole = ParsedHead.Describe(octets, [], limits);
            for (var split = 0; split <= octets.Length; split++)
            {
                Assert.Equal(whole, ParsedHead.Describe(octets, [split], limits));
            }
        }
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        var octets = "GET /index.html?a=b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n"u8.ToArray();
        var head = new RequestHead();
        Parse(octets, head);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Parse(octets, head);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Parse(byte[] octets, RequestHead head)
        {
            head.Clear();
            var parser = default(RequestHeadParser);
            Assert.True(parser.Parse(octets, head, ParsedHead.Limits) == HeadProgress.Complete);
            Assert.True(RequestSemantics.Read(octets, head, out _) == WireError.None);
        }
    }

    private static TheoryData<string, string> ToData(IEnumerable<(string Head, string Expected)> corpus)
    {
        var data = new TheoryData<string, string>();
        foreach (var (head, expected) in corpus)
        {
            data.Add(head, expected);
        }

        return data;
    }
}
