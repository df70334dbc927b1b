using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Client;

/// <summary>Compares what came with what was asked; who sent it is judged elsewhere.</summary>
internal static class ReplyMatching
{
    /// <summary>Compares.</summary>
    /// <param name="message">Untrusted.</param>
    /// <param name="id">The question's id.</param>
    /// <param name="name">The question's name, in the case it was asked in.</param>
    /// <param name="type">The question's type.</param>
    public static ReplyMatch Judge(ReadOnlySpan<byte> message, ushort id, ReadOnlySpan<byte> name, RecordType type)
    {
        if (MessageReader.TryRead(message, out var reader) != MessageError.None
            || reader.Header.Id != id
            || reader.Header.Opcode != Opcode.Query
            || (reader.Header.Flags & HeaderFlags.Response) == 0)
        {
            return ReplyMatch.No;
        }

        if (reader.Header.Questions == 0)
        {
            // Some servers repeat nothing of what they do not understand.
            return reader.Header.Code is ResponseCode.FormatError or ResponseCode.NotImplemented ? ReplyMatch.Yes : ReplyMatch.No;
        }

        if (reader.Header.Questions != 1
            || reader.ReadQuestion(out var question) != MessageError.None
            || question.Type != type
            || question.Class != RecordClass.Internet
            || !question.Name.Is(name))
        {
            return ReplyMatch.No;
        }

        Span<byte> asked = stackalloc byte[NameOctets.MaxOctets];
        return asked[..question.Name.CopyTo(asked)].SequenceEqual(name) ? ReplyMatch.Yes : ReplyMatch.OtherCase;
    }
}
