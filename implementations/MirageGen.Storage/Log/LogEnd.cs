namespace MirageGen.Storage.Log;

/// <summary>A log up to its last record: where the next one goes, and what it says.</summary>
/// <param name="Half">Where the log is.</param>
/// <param name="Header">The half's header.</param>
/// <param name="Position">Octets from the half's start to the next record.</param>
/// <param name="Sequence">The last record's number.</param>
/// <param name="Writer">Its writer; the log's identity when there is no record.</param>
/// <param name="Flushed">All records up to this one are safe.</param>
internal sealed record LogEnd(LogHalf Half, HalfHeader Header, long Position, ulong Sequence, ulong Writer, ulong Flushed)
{
    /// <summary>A log without records.</summary>
    public static LogEnd Begin(LogHalf half, in HalfHeader header) => new(half, header, 0, header.First - 1, header.Log, header.First - 1);

    /// <summary>The header of the next record, but for what its table says.</summary>
    /// <param name="writer">Who writes it.</param>
    public RecordHeader Next(ulong writer) => new(Header.Log, writer, Writer, Sequence + 1, Flushed, 0, 0, 0, 0);

    /// <summary>Behind the next record.</summary>
    /// <param name="octets">Its length, with the zeros at its end.</param>
    /// <param name="writer">Who has written it.</param>
    public LogEnd After(long octets, ulong writer) => this with { Position = Position + octets, Sequence = Sequence + 1, Writer = writer };
}
