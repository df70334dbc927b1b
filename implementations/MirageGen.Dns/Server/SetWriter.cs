using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Server;

/// <summary>
/// Writes sets of records into a response: copied as they are where their owner stands in the question, name by name
/// elsewhere. A set is written whole, with its signatures when they are wanted, or not at all.
/// </summary>
internal ref struct SetWriter
{
    private readonly ReadOnlySpan<byte> _question;
    private readonly bool _isSigned;
    private bool _isQuestionNoted;

    /// <summary>Begins behind the question.</summary>
    /// <param name="message">The response, its question written.</param>
    /// <param name="question">The question's name.</param>
    /// <param name="isSigned">Whether signatures are wanted.</param>
    public SetWriter(scoped in MessageWriter message, ReadOnlySpan<byte> question, bool isSigned)
    {
        Message = message;
        _question = question;
        _isSigned = isSigned;
    }

    /// <summary>The response.</summary>
    public MessageWriter Message;

    /// <summary>The owner that a name in the question's is: the question itself, or what it ends with.</summary>
    /// <param name="name">The owner's name.</param>
    public readonly Owner OwnerInQuestion(ReadOnlySpan<byte> name)
    {
        var at = RecordBlock.QuestionAt + _question.Length - name.Length;
        return new(name, name, at, at);
    }

    /// <summary>Writes a set.</summary>
    /// <param name="section">Where.</param>
    /// <param name="zone">The zone that it is of.</param>
    /// <param name="set">Which.</param>
    /// <param name="owner">In whose name.</param>
    /// <param name="longestTtl">The most seconds that it may be kept.</param>
    /// <returns>False when there was no room.</returns>
    public bool TryWrite(MessageSection section, Zone zone, int set, scoped in Owner owner, uint longestTtl = uint.MaxValue)
    {
        var start = Message.Mark;
        var signatures = _isSigned ? zone.SignaturesOf(set) : -1;
        if (TryWriteBlock(section, zone.BlockOf(set), owner, longestTtl)
            && (signatures < 0 || TryWriteBlock(section, zone.BlockOf(signatures), owner, longestTtl)))
        {
            return true;
        }

        Message.RollBack(start);
        return false;
    }

    /// <summary>Makes the question's name one that others are compressed with.</summary>
    public void NoteQuestion()
    {
        if (!_isQuestionNoted)
        {
            _isQuestionNoted = true;
            Message.NoteName(_question, RecordBlock.QuestionAt, _question.Length);
        }
    }

    private bool TryWriteBlock(MessageSection section, in RecordBlock block, scoped in Owner owner, uint longestTtl)
    {
        if (owner.At == 0)
        {
            return TryWriteRecords(section, block, owner, Math.Min(block.Ttl, longestTtl));
        }

        if (!Message.TryCopyRecords(section, block.Octets, block.Count, out var copy))
        {
            return false;
        }

        if (owner.At != RecordBlock.QuestionAt || owner.NamesAt != RecordBlock.QuestionAt)
        {
            block.Move(copy, owner.At, owner.NamesAt);
        }

        if (block.Ttl > longestTtl)
        {
            block.SetTtl(copy, longestTtl);
        }

        return true;
    }

    private bool TryWriteRecords(MessageSection section, in RecordBlock block, scoped in Owner owner, uint ttl)
    {
        NoteQuestion();
        var names = NameLayout.Of(block.Type, out var skip);
        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        for (var at = 0; at < block.Octets.Length; at += block.RecordLength(at))
        {
            Message.BeginRecord(section, owner.Name, block.Type, RecordClass.Internet, ttl);
            var data = block.Data(at);
            Message.Write(data[..skip]);
            data = data[skip..];
            for (var i = 0; i < names; i++)
            {
                Message.WriteName(name[..RecordBlock.TakeName(ref data, owner.ZoneName, name, out _)], compress: true);
            }

            Message.Write(data);
            if (!Message.EndRecord())
            {
                return false;
            }
        }

        return true;
    }
}
