using System.Globalization;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// A file of the image in one coding. The response that has all of it is prepared when it is first sent; from then on it
/// is one copy of its head, with the current date put in, and the body by reference.
/// </summary>
internal sealed class ImmutableRepresentation(FileFields fields, ReadOnlyMemory<byte> octets)
    : FileRepresentation(fields, octets.Length)
{
    /// <summary>A body no longer than this is copied behind its head: to queue a reference would cost more.</summary>
    private const int LargestCopiedBytes = 4096;

    private static readonly int DateOffset = StatusLines.Of(200).Length + "Date: ".Length;

    private byte[]? _prepared;
    private int _headLength;

    /// <summary>
    /// Writes the whole response to a GET or HEAD that has neither conditions nor a range, for a body that can be sent at
    /// once (<see cref="HttpResponse.ImmutablePieceLength"/>). Allocates nothing.
    /// </summary>
    public void SendWhole(HttpExchange exchange)
    {
        var connection = exchange.Connection;
        var prepared = _prepared ??= Prepare();
        var persists = connection.DecidePersistence(wantsClose: false, hasHandlerEnded: true);
        var isHead = exchange.Request.Head.Method == MethodCode.Head;
        var body = isHead ? default : prepared.AsSpan(_headLength);
        var connectionField = ConnectionFields.Of(persists, exchange.Request.Head.MinorVersion);

        var span = connection.Output.GetSpan(prepared.Length + HeadWriter.ManagedFieldsBytes);
        var writer = new HeadWriter(span);
        writer.Write(prepared.AsSpan(0, _headLength));
        connection.Date.CopyTo(span[DateOffset..]);
        writer.Write(connectionField);
        writer.Write("\r\n"u8);
        writer.Write(body);
        connection.Output.Advance(writer.Length);
        if (body.IsEmpty && !isHead && !octets.IsEmpty)
        {
            connection.Output.WriteImmutable(octets);
        }

        exchange.Response.MarkEnded();
    }

    public override ValueTask WriteAsync(HttpExchange exchange, ByteRange range) =>
        exchange.Response.WriteImmutableAsync(octets.Slice((int)range.Offset, (int)range.Length));

    /// <summary>The head without Connection and its last line end, and behind it the body when it is short.</summary>
    private byte[] Prepare()
    {
        var headers = new HttpHeaders();
        Fields.AddTo(headers, Fields.MediaType);
        var text = new StringBuilder()
            .Append(Encoding.ASCII.GetString(StatusLines.Of(200)))
            .Append("Date: ").Append(' ', HttpDate.Length).Append("\r\n")
            .Append(Encoding.ASCII.GetString(headers.Octets))
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {Length}\r\n");
        _headLength = text.Length;
        byte[] head = Encoding.ASCII.GetBytes(text.ToString());
        return Length <= LargestCopiedBytes ? [.. head, .. octets.Span] : head;
    }
}
