using System.Globalization;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// A file of the image in one coding. The head of the response that has all of it is prepared when it is first sent; from
/// then on a response is a copy of it, with the current date put in, and the body by reference.
/// </summary>
/// <remarks>
/// Whether a short body is copied is left to the flow. To copy it here, behind the head, made no difference that could be
/// measured: bodies of 1 to 32 kB, the unix target's flows, CPU time per request, alternating runs of two images.
/// </remarks>
internal sealed class ImmutableRepresentation(FileFields fields, ReadOnlyMemory<byte> octets)
    : FileRepresentation(fields, octets.Length)
{
    private static readonly int DateOffset = StatusLines.Of(200).Length + "Date: ".Length;

    private byte[]? _head;

    public override bool IsImmutable => true;

    /// <summary>
    /// Writes the whole response to a GET or HEAD that has neither conditions nor a range, for a body that can be sent at
    /// once (<see cref="HttpResponse.ImmutablePieceLength"/>). Allocates nothing.
    /// </summary>
    public void SendWhole(HttpExchange exchange)
    {
        var connection = exchange.Connection;
        var request = exchange.Request.Head;
        var head = _head ??= PrepareHead();
        var persists = connection.DecidePersistence(wantsClose: false, hasHandlerEnded: true);

        var span = connection.Output.GetSpan(head.Length + HeadWriter.ManagedFieldsBytes);
        var writer = new HeadWriter(span);
        writer.Write(head);
        connection.Date.CopyTo(span[DateOffset..]);
        writer.Write(ConnectionFields.Of(persists, request.MinorVersion));
        writer.Write("\r\n"u8);
        connection.Output.Advance(writer.Length);
        if (request.Method != MethodCode.Head && !octets.IsEmpty)
        {
            connection.Output.WriteImmutable(octets);
        }

        exchange.Response.MarkEnded();
    }

    public override ValueTask WriteAsync(HttpExchange exchange, ByteRange range) =>
        exchange.Response.WriteImmutableAsync(octets.Slice((int)range.Offset, (int)range.Length));

    /// <summary>The head without Connection and its last line end.</summary>
    private byte[] PrepareHead()
    {
        var headers = new HttpHeaders();
        Fields.AddTo(headers, Fields.MediaType);
        var text = new StringBuilder()
            .Append(Encoding.ASCII.GetString(StatusLines.Of(200)))
            .Append("Date: ").Append(' ', HttpDate.Length).Append("\r\n")
            .Append(Encoding.ASCII.GetString(headers.Octets))
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {Length}\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
