using System.Globalization;
using System.Text;

namespace MirageGen.Http.Tests;

/// <summary>A response as a test sees it: read by a reader of its own, not by the library's.</summary>
internal sealed record TestResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Fields, byte[] Body, string[] Trailers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A field's one value; null when it does not occur.</summary>
    public string? this[string name] =>
        Fields.SingleOrDefault(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads a response at the start of what was received.</summary>
    /// <param name="received">Everything received so far.</param>
    /// <param name="isEnd">Whether the peer has ended the stream.</param>
    /// <param name="isHead">Whether it answers HEAD.</param>
    /// <param name="consumed">Octets of the response.</param>
    /// <returns>Null when more must arrive.</returns>
    public static TestResponse? TryRead(ReadOnlySpan<byte> received, bool isEnd, bool isHead, out int consumed)
    {
        consumed = 0;
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(received[..headEnd]).Split("\r\n");
        Assert.Matches("^HTTP/1\\.1 [1-5][0-9][0-9] ", lines[0]);
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var fields = lines[1..].Select(line => new KeyValuePair<string, string>(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..])).ToList();
        var head = new TestResponse(status, fields, [], []);
        var body = received[(headEnd + 4)..];
        if (isHead || status is < 200 or 204 or 304)
        {
            consumed = headEnd + 4;
            return head;
        }

        var read = head["Transfer-Encoding"] == "chunked" ? ReadChunks(body, out var chunked, out var trailers)
            : ReadPlain(head["Content-Length"], body, isEnd, out chunked, out trailers);
        consumed = headEnd + 4 + read;
        return read < 0 ? null : head with { Body = chunked, Trailers = trailers };
    }

    private static int ReadPlain(string? length, ReadOnlySpan<byte> body, bool isEnd, out byte[] octets, out string[] trailers)
    {
        trailers = [];
        octets = [];
        var count = length is null ? body.Length : int.Parse(length, CultureInfo.InvariantCulture);
        if (body.Length < count || (length is null && !isEnd))
        {
            return -1;
        }

        octets = body[..count].ToArray();
        return count;
    }

    private static int ReadChunks(ReadOnlySpan<byte> body, out byte[] octets, out string[] trailers)
    {
        var all = new List<byte>();
        octets = [];
        trailers = [];
        var position = 0;
        while (true)
        {
            var line = body[position..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return -1;
            }

            var size = int.Parse(Encoding.ASCII.GetString(body.Slice(position, line)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            position += line + 2;
            if (size == 0)
            {
                octets = [.. all];
                return ReadTrailers(body, position, out trailers);
            }

            if (body.Length < position + size + 2)
            {
                return -1;
            }

            all.AddRange(body.Slice(position, size));
            Assert.Equal("\r\n"u8.ToArray(), body.Slice(position + size, 2).ToArray());
            position += size + 2;
        }
    }

    private static int ReadTrailers(ReadOnlySpan<byte> body, int position, out string[] trailers)
    {
        var lines = new List<string>();
        trailers = [];
        while (true)
        {
            var line = body[position..].IndexOf("\r\n"u8);
            if (line < 0)
            {
                return -1;
            }

            if (line == 0)
            {
                trailers = [.. lines];
                return position + 2;
            }

            lines.Add(Encoding.ASCII.GetString(body.Slice(position, line)));
            position += line + 2;
        }
    }
}
