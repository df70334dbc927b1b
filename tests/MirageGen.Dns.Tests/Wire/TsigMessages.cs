using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Tests.Wire;

/// <summary>Signs and verifies whole messages, as server and client will.</summary>
internal static class TsigMessages
{
    public const ulong Time = 1_800_000_000;

    private static readonly byte[] Zone = Octets.Name("example");

    public static TsigKey Key(TsigAlgorithm algorithm = TsigAlgorithm.HmacSha256, string name = "Key.Example", int? macOctets = null) =>
        new(DomainName.Parse(name), algorithm, Octets.FromHex(TsigVectors.Secret), macOctets);

    /// <summary>A request for a text, signed.</summary>
    public static byte[] Request(TsigTransaction transaction, ulong time = Time)
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 4711, Flags = HeaderFlags.RecursionDesired });
        writer.TryWriteQuestion(Zone, RecordType.Txt, RecordClass.Internet);
        Assert.True(transaction.TrySign(ref writer, time));
        writer.Finish();
        return writer.Written.ToArray();
    }

    /// <summary>A response with a text, signed or not.</summary>
    public static byte[] Response(TsigTransaction? transaction, ulong time = Time)
    {
        var writer = Answer();
        Assert.True(transaction is null || transaction.TrySign(ref writer, time));
        writer.Finish();
        return writer.Written.ToArray();
    }

    /// <summary>A response with a text, not yet finished.</summary>
    public static MessageWriter Answer()
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 4711, Flags = HeaderFlags.Response | HeaderFlags.RecursionDesired });
        writer.TryWriteQuestion(Zone, RecordType.Txt, RecordClass.Internet);
        writer.BeginRecord(MessageSection.Answer, Zone, RecordType.Txt, RecordClass.Internet, 60);
        writer.Write("\u0009an answer"u8);
        Assert.True(writer.EndRecord());
        return writer;
    }

    /// <summary>Verifies a message; null when it is malformed or has no signature.</summary>
    public static TsigError? Verify(TsigTransaction transaction, ReadOnlySpan<byte> message, ulong? time = Time) =>
        TryFind(message, out var tsig, out var offset) ? transaction.Verify(message, offset, tsig, time ?? tsig.Time) : null;

    /// <summary>Finds the TSIG record at a message's end.</summary>
    public static bool TryFind(ReadOnlySpan<byte> message, out TsigView tsig, out int offset)
    {
        tsig = default;
        offset = 0;
        if (MessageReader.TryRead(message, out var reader) != MessageError.None)
        {
            return false;
        }

        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out _) != MessageError.None)
            {
                return false;
            }
        }

        while (reader.HasRecord)
        {
            offset = reader.Offset;
            if (reader.ReadRecord(out var record) != MessageError.None)
            {
                return false;
            }

            if (!reader.HasRecord)
            {
                return record.Type == RecordType.Tsig
                    && reader.Offset == message.Length
                    && TsigView.TryRead(record, out tsig) == MessageError.None;
            }
        }

        return false;
    }
}
