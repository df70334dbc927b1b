using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>
/// Writes a message into a caller's memory: header, questions, then records in the order of their
/// sections. What does not fit is not written at all; the caller then sets <see cref="HeaderFlags.Truncated"/> where what
/// is missing was asked for (RFC 2181 section 9).
/// </summary>
internal ref struct MessageWriter
{
    private readonly Span<byte> _buffer;
    private readonly NameOffsets _names;
    private WriterMark _recordStart;
    private MessageSection _recordSection;
    private int _lengthAt;
    private bool _overflowed;

    /// <summary>Begins a message.</summary>
    /// <param name="buffer">The memory; at least a header's octets.</param>
    /// <param name="limit">The most octets to write, of the buffer's: what the other end takes.</param>
    /// <param name="header">What its header says; the counts are filled in.</param>
    /// <param name="names">For the names that others point to: this message's until it is finished.</param>
    public MessageWriter(Span<byte> buffer, int limit, scoped in MessageHeader header, NameOffsets names)
    {
        names.Clear();
        _names = names;
        _buffer = buffer;
        Limit = Math.Min(limit, Math.Min(buffer.Length, ushort.MaxValue));
        Header = header with { Questions = 0, Answers = 0, Authorities = 0, Additionals = 0 };
        Length = MessageHeader.Octets;
    }

    /// <summary>Begins a message with a table of names of its own, which is allocated.</summary>
    /// <inheritdoc cref="MessageWriter(Span{byte}, int, in MessageHeader, NameOffsets)"/>
    public MessageWriter(Span<byte> buffer, int limit, scoped in MessageHeader header)
        : this(buffer, limit, header, new())
    {
    }

    /// <summary>The header; written by <see cref="Finish"/>.</summary>
    public MessageHeader Header;

    /// <summary>Octets so far.</summary>
    public int Length { get; private set; }

    /// <summary>The most octets; what is reserved for the end has been taken off.</summary>
    public int Limit { get; private set; }

    /// <summary>What has been written so far; the header's octets mean nothing until <see cref="Finish"/>.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[..Length];

    /// <summary>Where the message is now.</summary>
    public readonly WriterMark Mark => new(Length, Header);

    /// <summary>Keeps room for what must come at the end, OPT and TSIG.</summary>
    public void Reserve(int octets) => Limit -= octets;

    /// <summary>Gives reserved room back, to write what it was kept for.</summary>
    public void Release(int octets) => Limit += octets;

    /// <summary>Takes back all that was written behind a mark.</summary>
    public void RollBack(in WriterMark mark)
    {
        Length = mark.Length;
        Header = mark.Header;
        _names.RemoveFrom(mark.Length);
        _overflowed = false;
    }

    /// <summary>Writes a question.</summary>
    /// <param name="name">Uncompressed wire form.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="class">The class asked for.</param>
    /// <returns>False when there is no room.</returns>
    public bool TryWriteQuestion(scoped ReadOnlySpan<byte> name, RecordType type, RecordClass @class)
    {
        var start = Mark;
        WriteName(name, compress: true);
        WriteUInt16((ushort)type);
        WriteUInt16((ushort)@class);
        if (_overflowed)
        {
            RollBack(start);
            return false;
        }

        Header.Questions++;
        return true;
    }

    /// <summary>Repeats a request's question, in the case it came in.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryWriteQuestion(scoped in Question question)
    {
        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        return TryWriteQuestion(name[..question.Name.CopyTo(name)], question.Type, question.Class);
    }

    /// <summary>Writes a question whose name will not be pointed to unless <see cref="NoteName"/> is told of it.</summary>
    /// <inheritdoc cref="TryWriteQuestion(ReadOnlySpan{byte}, RecordType, RecordClass)"/>
    public bool TryWriteBareQuestion(scoped ReadOnlySpan<byte> name, RecordType type, RecordClass @class)
    {
        if (!TryTake(name.Length + Question.FixedOctets, out var room))
        {
            _overflowed = false;
            return false;
        }

        name.CopyTo(room);
        BinaryPrimitives.WriteUInt16BigEndian(room[name.Length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(room[(name.Length + sizeof(ushort))..], (ushort)@class);
        Header.Questions++;
        return true;
    }

    /// <summary>Notes where a name stands that was copied, so that others can point to it.</summary>
    /// <param name="name">In full, uncompressed.</param>
    /// <param name="at">Where it begins in the message.</param>
    /// <param name="before">How many of its octets stand there; behind them it goes on elsewhere.</param>
    public void NoteName(scoped ReadOnlySpan<byte> name, int at, int before)
    {
        Span<byte> starts = stackalloc byte[NameOctets.MaxLabels];
        Span<ushort> hashes = stackalloc ushort[NameOctets.MaxLabels];
        var labels = NameOctets.FindLabels(name, starts);
        HashSuffixes(name, starts[..labels], hashes);
        for (var i = 0; i < labels && starts[i] < before; i++)
        {
            _names.Add(hashes[i], at + starts[i]);
        }
    }

    /// <summary>Copies whole records that are made already.</summary>
    /// <param name="section">Not before the last record's.</param>
    /// <param name="records">One or more, in their wire form.</param>
    /// <param name="count">How many.</param>
    /// <param name="copy">Where they stand now, to be changed where they must be.</param>
    /// <returns>False when there is no room for all of them; none is then written.</returns>
    public bool TryCopyRecords(MessageSection section, scoped ReadOnlySpan<byte> records, int count, out Span<byte> copy)
    {
        if (!TryTake(records.Length, out copy))
        {
            _overflowed = false;
            return false;
        }

        records.CopyTo(copy);
        CountRecords(section, count);
        return true;
    }

    /// <summary>Begins a record; its data follows, then <see cref="EndRecord"/>.</summary>
    /// <param name="section">Not before the last record's.</param>
    /// <param name="owner">Uncompressed wire form.</param>
    /// <param name="type">What it says.</param>
    /// <param name="class">Of what class.</param>
    /// <param name="ttl">Seconds.</param>
    public void BeginRecord(MessageSection section, scoped ReadOnlySpan<byte> owner, RecordType type, RecordClass @class, uint ttl)
    {
        _recordStart = Mark;
        _recordSection = section;

        // A key's name stands for itself (RFC 8945 section 4.2).
        WriteName(owner, compress: type != RecordType.Tsig);
        WriteUInt16((ushort)type);
        WriteUInt16((ushort)@class);
        WriteUInt32(ttl);
        _lengthAt = Length;
        WriteUInt16(0);
    }

    /// <summary>Ends a record.</summary>
    /// <returns>False when there was no room for all of it; none of it is then written.</returns>
    public bool EndRecord()
    {
        if (_overflowed)
        {
            RollBack(_recordStart);
            return false;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_buffer[_lengthAt..], (ushort)(Length - _lengthAt - sizeof(ushort)));
        CountRecords(_recordSection, 1);
        return true;
    }

    /// <summary>Writes octets of a record's data.</summary>
    public void Write(scoped ReadOnlySpan<byte> octets)
    {
        if (TryTake(octets.Length, out var room))
        {
            octets.CopyTo(room);
        }
    }

    /// <summary>Writes a number of one octet.</summary>
    public void WriteByte(byte value)
    {
        if (TryTake(sizeof(byte), out var room))
        {
            room[0] = value;
        }
    }

    /// <summary>Writes a number of two octets.</summary>
    public void WriteUInt16(ushort value)
    {
        if (TryTake(sizeof(ushort), out var room))
        {
            BinaryPrimitives.WriteUInt16BigEndian(room, value);
        }
    }

    /// <summary>Writes a number of four octets.</summary>
    public void WriteUInt32(uint value)
    {
        if (TryTake(sizeof(uint), out var room))
        {
            BinaryPrimitives.WriteUInt32BigEndian(room, value);
        }
    }

    /// <summary>Writes octets that say nothing.</summary>
    public void WriteZeros(int count)
    {
        if (TryTake(count, out var room))
        {
            room.Clear();
        }
    }

    /// <summary>Writes a name.</summary>
    /// <param name="name">Uncompressed wire form.</param>
    /// <param name="compress">Whether it may end in a pointer, and be pointed to: owners, and data of RFC 1035's types (RFC 3597 section 4).</param>
    public void WriteName(scoped ReadOnlySpan<byte> name, bool compress)
    {
        if (!compress)
        {
            Write(name);
            return;
        }

        Span<byte> starts = stackalloc byte[NameOctets.MaxLabels];
        Span<ushort> hashes = stackalloc ushort[NameOctets.MaxLabels];
        var labels = NameOctets.FindLabels(name, starts);
        HashSuffixes(name, starts[..labels], hashes);
        var known = 0;
        var pointer = 0;
        while (known < labels && !_names.TryFind(Written, hashes[known], name[starts[known]..], out pointer))
        {
            known++;
        }

        var at = Length;
        if (known == labels)
        {
            Write(name);
        }
        else
        {
            Write(name[..starts[known]]);
            WriteUInt16((ushort)(0xC000 | pointer));
        }

        for (var i = 0; i < known && !_overflowed; i++)
        {
            _names.Add(hashes[i], at + starts[i]);
        }
    }

    /// <summary>Writes the header.</summary>
    /// <returns>The length of the message.</returns>
    public readonly int Finish()
    {
        Header.Write(_buffer);
        return Length;
    }

    private void CountRecords(MessageSection section, int count)
    {
        switch (section)
        {
            case MessageSection.Answer:
                Header.Answers += (ushort)count;
                break;
            case MessageSection.Authority:
                Header.Authorities += (ushort)count;
                break;
            default:
                Header.Additionals += (ushort)count;
                break;
        }
    }

    private static void HashSuffixes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> starts, Span<ushort> hashes)
    {
        // FNV-1a, from the right, so that each suffix goes on where the one behind it ends.
        var hash = 0x811C_9DC5;
        for (var i = starts.Length - 1; i >= 0; i--)
        {
            foreach (var octet in name.Slice(starts[i], 1 + name[starts[i]]))
            {
                hash = (hash ^ octet) * 0x0100_0193;
            }

            hashes[i] = (ushort)(hash ^ (hash >> 16));
        }
    }

    private bool TryTake(int octets, out Span<byte> room)
    {
        if (_overflowed || octets > Limit - Length)
        {
            _overflowed = true;
            room = default;
            return false;
        }

        room = _buffer.Slice(Length, octets);
        Length += octets;
        return true;
    }
}
