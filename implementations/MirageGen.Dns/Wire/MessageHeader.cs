using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>The header of a message (RFC 1035 section 4.1.1).</summary>
internal struct MessageHeader
{
    /// <summary>Its length.</summary>
    public const int Octets = 12;

    private const ushort FlagBits = 0x87B0;
    private const ushort CodeBits = 0x000F;
    private const ushort OpcodeBits = 0x7800;
    private const int OpcodeShift = 11;

    private ushort _word;

    /// <summary>By which a response is told from others.</summary>
    public ushort Id { get; set; }

    /// <summary>The single bits.</summary>
    public HeaderFlags Flags
    {
        readonly get => (HeaderFlags)(_word & FlagBits);
        set => _word = (ushort)((_word & ~FlagBits) | ((ushort)value & FlagBits));
    }

    /// <summary>What is asked for.</summary>
    public Opcode Opcode
    {
        readonly get => (Opcode)((_word & OpcodeBits) >> OpcodeShift);
        set => _word = (ushort)((_word & ~OpcodeBits) | ((byte)value << OpcodeShift));
    }

    /// <summary>The low four bits of how it ended.</summary>
    public ResponseCode Code
    {
        readonly get => (ResponseCode)(_word & CodeBits);
        set => _word = (ushort)((_word & ~CodeBits) | ((ushort)value & CodeBits));
    }

    /// <summary>How many questions there are.</summary>
    public ushort Questions { get; set; }

    /// <summary>How many answers there are.</summary>
    public ushort Answers { get; set; }

    /// <summary>How many authorities there are.</summary>
    public ushort Authorities { get; set; }

    /// <summary>How many additional records there are.</summary>
    public ushort Additionals { get; set; }

    /// <summary>Reads a header. Every value of each field is one, so that only the length is judged.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out MessageHeader header)
    {
        header = default;
        if (octets.Length < Octets)
        {
            return false;
        }

        header.Id = BinaryPrimitives.ReadUInt16BigEndian(octets);
        header._word = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        header.Questions = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        header.Answers = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        header.Authorities = BinaryPrimitives.ReadUInt16BigEndian(octets[8..]);
        header.Additionals = BinaryPrimitives.ReadUInt16BigEndian(octets[10..]);
        return true;
    }

    /// <summary>The low four bits of how a message ended, whose header is whole.</summary>
    public static ResponseCode CodeOf(ReadOnlySpan<byte> message) => (ResponseCode)(message[3] & CodeBits);

    /// <summary>Writes <see cref="Octets"/> octets.</summary>
    public readonly void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, Id);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], _word);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], Questions);
        BinaryPrimitives.WriteUInt16BigEndian(destination[6..], Answers);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], Authorities);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], Additionals);
    }

    /// <summary>How many records, or questions, a section has.</summary>
    public readonly ushort Count(MessageSection section) => section switch
    {
        MessageSection.Question => Questions,
        MessageSection.Answer => Answers,
        MessageSection.Authority => Authorities,
        _ => Additionals,
    };

    /// <summary>The header of a response to this: its id, opcode, and the wishes that are repeated (RFC 1035, RFC 4035 section 3.1.6).</summary>
    public readonly MessageHeader ToResponse(ResponseCode code) => new()
    {
        Id = Id,
        Opcode = Opcode,
        Flags = HeaderFlags.Response | (Flags & (HeaderFlags.RecursionDesired | HeaderFlags.CheckingDisabled)),
        Code = code,
    };
}
