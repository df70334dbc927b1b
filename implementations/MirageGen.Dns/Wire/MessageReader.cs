using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>
/// Goes through a message, one question and one record after the other, in place and without allocating. Each is judged
/// when it is come to: its name, its lengths; never its data. No count in the header costs more than the octets there are.
/// </summary>
internal ref struct MessageReader
{
    private readonly ReadOnlySpan<byte> _message;
    private int _left;

    private MessageReader(ReadOnlySpan<byte> message, scoped in MessageHeader header)
    {
        _message = message;
        Header = header;
        Offset = MessageHeader.Octets;
        _left = header.Questions;
    }

    /// <summary>The message's header.</summary>
    public MessageHeader Header { get; }

    /// <summary>Where the next part begins; behind the last one, where the message should end.</summary>
    public int Offset { get; private set; }

    /// <summary>In which section the next part is; the last one when there is none.</summary>
    public MessageSection Section { get; private set; }

    /// <summary>Begins with a message.</summary>
    /// <param name="message">Untrusted.</param>
    /// <param name="reader">At its first question.</param>
    public static MessageError TryRead(ReadOnlySpan<byte> message, out MessageReader reader)
    {
        if (!MessageHeader.TryRead(message, out var header))
        {
            reader = default;
            return MessageError.Truncated;
        }

        reader = new(message, header);
        return MessageError.None;
    }

    /// <summary>Whether there is another question.</summary>
    public readonly bool HasQuestion => Section == MessageSection.Question && _left > 0;

    /// <summary>Whether there is another record; questions are to be read before.</summary>
    public bool HasRecord
    {
        get
        {
            while (_left == 0 && Section < MessageSection.Additional)
            {
                _left = Header.Count(++Section);
            }

            return _left > 0 && Section > MessageSection.Question;
        }
    }

    /// <summary>Reads the next question, of which there is one.</summary>
    public MessageError ReadQuestion(out Question question)
    {
        question = default;
        if (MessageName.TryRead(_message, Offset, out var name, out var next) != NameError.None)
        {
            return MessageError.Name;
        }

        if (_message.Length - next < Question.FixedOctets)
        {
            return MessageError.Truncated;
        }

        question = new(
            name,
            (RecordType)BinaryPrimitives.ReadUInt16BigEndian(_message[next..]),
            (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(_message[(next + 2)..]));
        Offset = next + Question.FixedOctets;
        _left--;
        return MessageError.None;
    }

    /// <summary>Reads the next record, of which there is one.</summary>
    public MessageError ReadRecord(out RecordView record)
    {
        record = default;
        if (MessageName.TryRead(_message, Offset, out var owner, out var next) != NameError.None)
        {
            return MessageError.Name;
        }

        var rest = _message[next..];
        if (rest.Length < RecordView.FixedOctets)
        {
            return MessageError.Truncated;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[8..]);
        if (rest.Length - RecordView.FixedOctets < length)
        {
            return MessageError.Truncated;
        }

        record = new()
        {
            Message = _message,
            Section = Section,
            Owner = owner,
            Type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(rest),
            Class = (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
            Ttl = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]),
            DataOffset = next + RecordView.FixedOctets,
            DataLength = length,
        };
        Offset = next + RecordView.FixedOctets + length;
        _left--;
        return MessageError.None;
    }
}
