namespace MirageGen.Http;

/// <summary>A file of a store, read while it is sent, straight into the connection's buffer.</summary>
internal sealed class StoredRepresentation(IKeyValueReader store, Key key, FileFields fields, long length)
    : FileRepresentation(fields, length)
{
    private const int PieceBytes = 16 * 1024;

    public override bool IsImmutable => false;

    /// <inheritdoc/>
    /// <remarks>
    /// A file that becomes shorter meanwhile ends the response early; the server then resets the connection, because what
    /// the head promised cannot be kept.
    /// </remarks>
    public override async ValueTask WriteAsync(HttpExchange exchange, ByteRange range)
    {
        var body = exchange.Response.Body;
        var offset = range.Offset;
        var left = range.Length;
        while (left > 0)
        {
            var piece = (int)Math.Min(left, PieceBytes);
            var read = await store.ReadAsync(key, offset, body.GetMemory(piece)[..piece], exchange.Aborted);
            if (read == 0)
            {
                return;
            }

            body.Advance(read);
            offset += read;
            left -= read;
            await body.FlushAsync(exchange.Aborted);
        }
    }
}
