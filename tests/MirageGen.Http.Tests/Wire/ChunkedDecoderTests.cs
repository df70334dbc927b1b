using System.Text;
using CsCheck;
using MirageGen.Http.Wire;

namespace MirageGen.Http.Tests.Wire;

/// <summary>Chunked transfer coding (RFC 9112 section 7.1).</summary>
public sealed class ChunkedDecoderTests
{
    [Theory]
    [InlineData("0\r\n", "")]
    [InlineData("5\r\nhello\r\n0\r\n", "hello")]
    [InlineData("1\r\na\r\n2\r\nbc\r\n0\r\n", "abc")]
    [InlineData("a\r\n0123456789\r\n0\r\n", "0123456789")]
    [InlineData("A\r\n0123456789\r\n0\r\n", "0123456789")]
    [InlineData("005\r\nhello\r\n000\r\n", "hello")]
    [InlineData("5;a\r\nhello\r\n0;b=c\r\n", "hello")]
    [InlineData("5;a=\"b;c\"\r\nhello\r\n0\r\n", "hello")]
    [InlineData("5;a=\"b\\\"c\\\\\";d=e\r\nhello\r\n0\r\n", "hello")]
    [InlineData("5;a=b\\\r\nhello\r\n0\r\n", "hello")]
    [InlineData("2\r\n\r\n\r\n0\r\n", "\r\n")]
    [InlineData("3\r\n0\r\n\r\n0\r\n", "0\r\n")]
    public void Chunks_are_joined(string chunks, string expected)
    {
        for (var split = 0; split <= chunks.Length; split++)
        {
            Assert.Equal(expected, Decode(chunks, [split], 100, out var error));
            Assert.Equal(WireError.None, error);
        }

        Assert.Equal(expected, Decode(chunks, Enumerable.Range(0, chunks.Length), 1, out _));
    }

    [Theory]
    [InlineData("\r\n", "BadChunkSize")]
    [InlineData("x\r\n", "BadChunkSize")]
    [InlineData("0x5\r\nhello\r\n", "BadChunkSize")]
    [InlineData("+5\r\nhello\r\n", "BadChunkSize")]
    [InlineData("-5\r\nhello\r\n", "BadChunkSize")]
    [InlineData(" 5\r\nhello\r\n", "BadChunkSize")]
    [InlineData("5 \r\nhello\r\n", "BadChunkSize")]
    [InlineData("5\t\r\nhello\r\n", "BadChunkSize")]
    [InlineData("5 ;a\r\nhello\r\n", "BadChunkSize")]
    [InlineData("5\nhello\r\n", "BadChunkSize")]
    [InlineData("5\rhello\r\n", "BadChunkSize")]
    [InlineData("5\r\rhello\r\n", "BadChunkSize")]
    [InlineData("5,5\r\nhello\r\n", "BadChunkSize")]
    [InlineData("5_0\r\n", "BadChunkSize")]
    [InlineData("1000000000000000\r\n", "BadChunkSize")]
    [InlineData("FFFFFFFFFFFFFFFF\r\n", "BadChunkSize")]
    [InlineData("0000000000000005\r\n", "BadChunkSize")]
    [InlineData("5;a\nhello\r\n", "BadChunkExtension")]
    [InlineData("5;a\0\r\nhello\r\n", "BadChunkExtension")]
    [InlineData("5;a\u007F\r\nhello\r\n", "BadChunkExtension")]
    [InlineData("5;a\rhello\r\n", "BadChunkSize")]
    [InlineData("5;a=\"\r\nhello\r\n0\r\n\"\r\n", "BadChunkExtension")]
    [InlineData("5;a=\"b\\\"\r\nhello\r\n", "BadChunkExtension")]
    [InlineData("5;a=\"b\\\r\n\"\r\nhello\r\n", "BadChunkExtension")]
    [InlineData("5;a=\"b\n\"\r\nhello\r\n", "BadChunkExtension")]
    [InlineData("0;a=\"\r\n", "BadChunkExtension")]
    [InlineData("5\r\nhello!\r\n", "ChunkNotTerminated")]
    [InlineData("5\r\nhello\n0\r\n", "ChunkNotTerminated")]
    [InlineData("5\r\nhello\rx", "ChunkNotTerminated")]
    [InlineData("5\r\nhello0\r\n", "ChunkNotTerminated")]
    public void Malformed_chunks_are_refused(string chunks, string expected)
    {
        for (var split = 0; split <= chunks.Length; split++)
        {
            Decode(chunks, [split], 100, out var error);
            Assert.Equal(expected, error.ToString());
        }
    }

    [Fact]
    public void Extensions_are_bounded_over_the_whole_body()
    {
        var chunk = $"1;{new string('x', 1000)}\r\na\r\n";
        Assert.Equal("aaaa", Decode(string.Concat(Enumerable.Repeat(chunk, 4)), [], 100, out var error));
        Assert.Equal(WireError.None, error);
        Decode(string.Concat(Enumerable.Repeat(chunk, 5)), [], 100, out error);
        Assert.Equal(WireError.BadChunkExtension, error);
    }

    [Fact]
    public void It_stops_where_the_trailer_section_begins()
    {
        var decoder = default(ChunkedDecoder);
        var error = decoder.Decode("1\r\na\r\n0\r\nX: y\r\n\r\n"u8, new byte[10], out var consumed, out var written);

        Assert.Equal(WireError.None, error);
        Assert.True(decoder.IsFinished);
        Assert.Equal(9, consumed);
        Assert.Equal(1, written);
    }

    [Fact]
    public void Any_body_in_any_chunks_at_any_splits_is_the_body()
    {
        (from body in Gen.Byte.Array[0, 300]
         from sizes in Gen.Int[1, 64].Array[1, 20]
         from splits in Gen.Int[0, 900].Array[0, 8]
         from room in Gen.Int[1, 64]
         select (body, sizes, splits, room)).Sample(
            (body, sizes, splits, room) =>
            {
                var text = Encoding.Latin1.GetString(body);
                var chunks = new StringBuilder();
                for (int offset = 0, i = 0; offset < text.Length; i++)
                {
                    var piece = text.Substring(offset, Math.Min(sizes[i % sizes.Length], text.Length - offset));
                    chunks.Append($"{piece.Length:x}\r\n{piece}\r\n");
                    offset += piece.Length;
                }

                chunks.Append("0\r\n");
                var ascending = splits.Where(split => split <= chunks.Length).Order();
                return Decode(chunks.ToString(), ascending, room, out var error) == text && error == WireError.None;
            },
            iter: 5_000);
    }

    private static string Decode(string chunks, IEnumerable<int> splits, int room, out WireError error)
    {
        var octets = Encoding.Latin1.GetBytes(chunks);
        var decoder = default(ChunkedDecoder);
        var body = new StringBuilder();
        var start = 0;
        error = WireError.None;
        foreach (var end in splits.Append(octets.Length))
        {
            while (start < end && !decoder.IsFinished && error == WireError.None)
            {
                var destination = new byte[room];
                error = decoder.Decode(octets.AsSpan(start, end - start), destination, out var consumed, out var written);
                body.Append(Encoding.Latin1.GetString(destination, 0, written));
                start += consumed;
            }
        }

        return body.ToString();
    }
}
