namespace MirageGen.Dns.Wire;

/// <summary>
/// What a server looks at first, of one request: header, first question, OPT and TSIG, all in place. One pass judges every
/// record's lengths and where OPT and TSIG stand.
/// </summary>
internal ref struct RequestView
{
    /// <summary>The whole request.</summary>
    public ReadOnlySpan<byte> Message { get; private set; }

    /// <summary>The header.</summary>
    public MessageHeader Header { get; private set; }

    /// <summary>The only question; means nothing after an error.</summary>
    public Question Question { get; private set; }

    /// <summary>Whether there is an OPT record.</summary>
    public bool HasOpt { get; private set; }

    /// <summary>The OPT record, when there is one.</summary>
    public OptView Opt { get; private set; }

    /// <summary>Whether there is a TSIG record.</summary>
    public bool HasTsig { get; private set; }

    /// <summary>The TSIG record, when there is one: the last of the message.</summary>
    public TsigView Tsig { get; private set; }

    /// <summary>Where <see cref="Tsig"/> begins, and what it signs ends.</summary>
    public int TsigOffset { get; private set; }

    /// <summary>Reads a request.</summary>
    /// <param name="message">Untrusted.</param>
    /// <param name="request">What was found, as far as it was come to.</param>
    /// <param name="code">
    /// What to answer when it is not sound: FORMERR, or BADVERS (RFC 6891 section 6.1.3). Which opcodes and types are
    /// answered is not judged here.
    /// </param>
    /// <returns>False when it is to be dropped: it has no header, or is a response.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, out RequestView request, out ResponseCode code)
    {
        request = default;
        code = ResponseCode.FormatError;
        if (MessageReader.TryRead(message, out var reader) != MessageError.None || (reader.Header.Flags & HeaderFlags.Response) != 0)
        {
            return false;
        }

        request.Message = message;
        request.Header = reader.Header;
        if (reader.Header.Questions != 1 || reader.ReadQuestion(out var question) != MessageError.None)
        {
            return true;
        }

        request.Question = question;
        if (request.ReadRecords(reader, out var end) != MessageError.None || end != message.Length)
        {
            return true;
        }

        code = request.HasOpt && request.Opt.Version > 0 ? ResponseCode.BadVersion : ResponseCode.NoError;
        return true;
    }

    private MessageError ReadRecords(MessageReader reader, out int end)
    {
        while (reader.HasRecord)
        {
            var offset = reader.Offset;
            var error = reader.ReadRecord(out var record);
            if (error == MessageError.None && HasTsig)
            {
                // Something comes behind it (RFC 8945 section 5.2).
                error = MessageError.Placement;
            }
            else if (error == MessageError.None && record.Type == RecordType.Opt)
            {
                error = TakeOpt(record);
            }
            else if (error == MessageError.None && record.Type == RecordType.Tsig)
            {
                error = TakeTsig(record, offset);
            }

            if (error != MessageError.None)
            {
                end = reader.Offset;
                return error;
            }
        }

        end = reader.Offset;
        return MessageError.None;
    }

    private MessageError TakeOpt(scoped in RecordView record)
    {
        if (HasOpt)
        {
            return MessageError.Placement;
        }

        var error = OptView.TryRead(record, out var opt);
        HasOpt = error == MessageError.None;
        Opt = opt;
        return error;
    }

    private MessageError TakeTsig(scoped in RecordView record, int offset)
    {
        if (record.Section != MessageSection.Additional)
        {
            return MessageError.Placement;
        }

        var error = TsigView.TryRead(record, out var tsig);
        HasTsig = error == MessageError.None;
        Tsig = tsig;
        TsigOffset = offset;
        return error;
    }
}
