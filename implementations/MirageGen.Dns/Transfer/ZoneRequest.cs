using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Transfer;

/// <summary>What one server asks another about a zone.</summary>
/// <param name="Opcode">A query, or NOTIFY.</param>
/// <param name="Origin">The zone.</param>
/// <param name="Type">SOA, AXFR or IXFR.</param>
/// <param name="Known">Whose SOA record goes with it: of NOTIFY the news (RFC 1996 section 3.7), of IXFR what one has.</param>
internal sealed record ZoneRequest(Opcode Opcode, DomainName Origin, RecordType Type, Zone? Known = null)
{
    /// <summary>The most octets: header, question, SOA record and signature.</summary>
    public const int MaxOctets = 2048;

    /// <summary>Writes it.</summary>
    /// <param name="destination">Room for <see cref="MaxOctets"/>.</param>
    /// <param name="id">Chosen by chance.</param>
    /// <param name="transaction">Signs it; null for nobody.</param>
    /// <param name="time">Now, in seconds since 1970.</param>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> destination, ushort id, TsigTransaction? transaction, ulong time)
    {
        var flags = Opcode == Opcode.Notify ? HeaderFlags.Authoritative : HeaderFlags.None;
        var message = new MessageWriter(destination, MaxOctets, new() { Id = id, Opcode = Opcode, Flags = flags });
        message.TryWriteQuestion(Origin.Octets, Type, RecordClass.Internet);
        if (Known is not null)
        {
            TransferAnswer.TryWrite(ref message, Known.Soa, Opcode == Opcode.Notify ? MessageSection.Answer : MessageSection.Authority);
        }

        transaction?.TrySign(ref message, time);
        return message.Finish();
    }

    /// <summary>Judges a message that may be the response to it, or the next of several.</summary>
    /// <param name="message">Untrusted.</param>
    /// <param name="id">The request's.</param>
    /// <param name="transaction">Has signed the request; null when nobody has.</param>
    /// <param name="time">Now.</param>
    /// <returns>What is wrong with it; null when it is one, and signed as it must be.</returns>
    public string? Judge(ReadOnlySpan<byte> message, ushort id, TsigTransaction? transaction, ulong time)
    {
        if (MessageReader.TryRead(message, out var reader) != MessageError.None
            || (reader.Header.Flags & HeaderFlags.Response) == 0
            || reader.Header.Id != id
            || reader.Header.Opcode != Opcode)
        {
            return "it is no response to the request";
        }

        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out var question) != MessageError.None || question.Type != Type || !question.Name.Is(Origin.Octets))
            {
                return "it answers another question";
            }
        }

        return JudgeSignature(message, reader, transaction, time);
    }

    private static string? JudgeSignature(ReadOnlySpan<byte> message, MessageReader reader, TsigTransaction? transaction, ulong time)
    {
        var tsig = default(TsigView);
        var hasTsig = false;
        var tsigAt = 0;
        while (reader.HasRecord)
        {
            var at = reader.Offset;
            if (hasTsig || reader.ReadRecord(out var record) != MessageError.None)
            {
                return "it is malformed";
            }

            if (record.Type == RecordType.Tsig)
            {
                hasTsig = record.Section == MessageSection.Additional && TsigView.TryRead(record, out tsig) == MessageError.None;
                tsigAt = at;
                if (!hasTsig)
                {
                    return "its signature is malformed";
                }
            }
        }

        if (reader.Offset != message.Length)
        {
            return "octets stand behind it";
        }

        if (transaction is null)
        {
            return null;
        }

        if (!hasTsig)
        {
            return transaction.TryTakeUnsigned(message) ? null : "it is not signed";
        }

        var error = transaction.Verify(message, tsigAt, tsig, time);
        return error != TsigError.None ? $"its signature is refused ({error})"
            : tsig.Error != TsigError.None ? $"the other refuses our signature ({tsig.Error})"
            : null;
    }
}
