using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Writes a request's head (RFC 9112 section 3).</summary>
internal static class RequestHeadWriter
{
    private const int SeparatorsBytes = 64;

    /// <summary>Writes it; nothing in it can end a line early, since method, URL and fields were judged when they were set.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="userAgent">User-Agent, unless the request has one.</param>
    /// <param name="expectsContinue">Whether the body is held back.</param>
    public static void Write(MessageOutput output, HttpClientRequest request, string? userAgent, bool expectsContinue)
    {
        var url = request.Address;
        var method = request.Method.Name;
        var authority = url.Origin.ToString();
        userAgent = request.Headers.Lines.Has(WellKnownField.UserAgent) ? null : userAgent;
        var most = method.Length + url.Target.Length + authority.Length + (userAgent?.Length ?? 0)
            + request.Headers.Octets.Length + HeadWriter.ManagedFieldsBytes + SeparatorsBytes;
        var head = new TextWriter(output.GetSpan(most));
        head.Write(method);
        head.Write(" ");
        head.Write(url.Target);
        head.Write(" HTTP/1.1\r\n");
        if (!request.Headers.Lines.Has(WellKnownField.Host))
        {
            head.Write("Host: ");
            head.Write(authority);
            head.Write("\r\n");
        }

        if (userAgent is not null)
        {
            head.Write("User-Agent: ");
            head.Write(userAgent);
            head.Write("\r\n");
        }

        var fields = new HeadWriter(head.Rest);
        fields.Write(request.Headers.Octets);
        fields.WriteFraming(request.Framing, request.Body?.Length ?? 0);
        fields.Write(expectsContinue ? "Expect: 100-continue\r\n"u8 : default);
        fields.Write(request.Headers.HasClose ? "Connection: close\r\n"u8 : default);
        fields.Write("\r\n"u8);
        output.Advance(head.Length + fields.Length);
    }

    /// <summary>Writes texts that are ASCII by the rules they were judged by.</summary>
    private ref struct TextWriter(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public readonly Span<byte> Rest => _destination[Length..];

        public void Write(ReadOnlySpan<char> text) => Length += Encoding.ASCII.GetBytes(text, _destination[Length..]);
    }
}
