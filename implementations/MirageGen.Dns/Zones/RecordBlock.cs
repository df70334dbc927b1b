using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>
/// The records of a set as a zone keeps them: each with a pointer to the question for owner, and with names that end in
/// pointers into the owner, as if it were the question.
/// </summary>
internal readonly ref struct RecordBlock(ReadOnlySpan<byte> octets, RecordType type, int count)
{
    /// <summary>Where a question's name stands in a message.</summary>
    public const int QuestionAt = Wire.MessageHeader.Octets;

    /// <summary>The owner's pointer, and what stands between it and the data.</summary>
    public const int HeadOctets = sizeof(ushort) + Wire.RecordView.FixedOctets;

    private const int TtlAt = 6;
    private const int LengthAt = 10;
    private const int PointerBits = 0xC000;

    /// <summary>The octets, as in an answer to a question for the owner.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    /// <summary>What the records say.</summary>
    public RecordType Type { get; } = type;

    /// <summary>How many there are.</summary>
    public int Count { get; } = count;

    /// <summary>For how many seconds they may be kept.</summary>
    public uint Ttl => BinaryPrimitives.ReadUInt32BigEndian(Octets[TtlAt..]);

    /// <summary>The length of the record that begins at an offset.</summary>
    public int RecordLength(int at) => HeadOctets + BinaryPrimitives.ReadUInt16BigEndian(Octets[(at + LengthAt)..]);

    /// <summary>The data of the record that begins at an offset; a name in it may end in a pointer.</summary>
    public ReadOnlySpan<byte> Data(int at) => Octets[(at + HeadOctets)..(at + RecordLength(at))];

    /// <summary>Moves octets that were copied into a message to where their owner stands.</summary>
    /// <param name="copy">The octets in the message.</param>
    /// <param name="ownerAt">Where the owner's name begins.</param>
    /// <param name="namesAt">What pointers into the owner count from: the same, unless a wildcard stands for another name.</param>
    public void Move(Span<byte> copy, int ownerAt, int namesAt)
    {
        var names = NameLayout.Of(Type, out var skip);
        for (var at = 0; at < copy.Length; at += RecordLength(at))
        {
            BinaryPrimitives.WriteUInt16BigEndian(copy[at..], (ushort)(PointerBits | ownerAt));
            var name = at + HeadOctets + skip;
            for (var i = 0; i < names; i++)
            {
                name = MoveName(copy, name, namesAt - QuestionAt);
            }
        }
    }

    /// <summary>Gives copied records another time to live.</summary>
    public void SetTtl(Span<byte> copy, uint ttl)
    {
        for (var at = 0; at < copy.Length; at += RecordLength(at))
        {
            BinaryPrimitives.WriteUInt32BigEndian(copy[(at + TtlAt)..], ttl);
        }
    }

    /// <summary>Takes a name off the front of data, and writes it in full.</summary>
    /// <param name="data">The data from the name on.</param>
    /// <param name="owner">The owner's name in the zone.</param>
    /// <param name="destination">Room for any name.</param>
    /// <param name="before">How many octets of it stand there before a pointer, or its whole length.</param>
    /// <returns>The name's length.</returns>
    public static int TakeName(
        ref ReadOnlySpan<byte> data, scoped ReadOnlySpan<byte> owner, scoped Span<byte> destination, out int before)
    {
        var at = 0;
        while (data[at] is > 0 and <= NameOctets.MaxLabelOctets)
        {
            at += 1 + data[at];
        }

        data[..at].CopyTo(destination);
        scoped ReadOnlySpan<byte> rest = [0];
        var taken = at + 1;
        if (data[at] != 0)
        {
            rest = owner[(BinaryPrimitives.ReadUInt16BigEndian(data[at..]) - PointerBits - QuestionAt)..];
            taken++;
        }

        before = data[at] == 0 ? at + 1 : at;
        rest.CopyTo(destination[at..]);
        data = data[taken..];
        return at + rest.Length;
    }

    private static int MoveName(Span<byte> copy, int at, int shift)
    {
        while (copy[at] is > 0 and <= NameOctets.MaxLabelOctets)
        {
            at += 1 + copy[at];
        }

        if (copy[at] == 0)
        {
            return at + 1;
        }

        BinaryPrimitives.WriteUInt16BigEndian(copy[at..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(copy[at..]) + shift));
        return at + sizeof(ushort);
    }
}
