using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Whatever octets arrive: no reader throws, reads beyond them or goes on for ever, and what is sound stays so when written.</summary>
public sealed class MessageFuzzTests
{
    private const int Runs = 20_000;

    private static readonly byte[][] Pieces =
    [
        [0xC0, 0x0C], [0xC0, 0x00], [0xFF, 0xFF], [0], [63], [0, 41, 4, 0xD0, 0, 0, 0, 0, 0, 0], [0, 0, 41], [0, 250], [0xC0], [0x40],
        [3, (byte)'w', (byte)'w', (byte)'w', 0xC0, 0x0C],
    ];

    public static TheoryData<string> Corpus() =>
        [.. Directory.EnumerateFiles(CorpusFolder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private static string CorpusFolder => Path.Combine(AppContext.BaseDirectory, "Fuzz", "Corpus", "Messages");

    [Fact]
    public void Mutated_messages_are_read_or_refused()
    {
        byte[][] sound = [.. Corpus().Select(row => Octets.FromHex(File.ReadAllText(Path.Combine(CorpusFolder, row.Data))))];
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            var octets = Mutation.Of(sound[random.NextInt32(sound.Length)], Pieces, random);
            Check(octets, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void The_corpus_is_read_whole(string file)
    {
        var octets = Octets.FromHex(File.ReadAllText(Path.Combine(CorpusFolder, file)));
        Assert.True(Check(octets, file) > 0);
    }

    [Fact]
    public void Names_at_any_offset_are_read_or_refused()
    {
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            var message = new byte[1 + random.NextInt32(600)];
            random.Fill(message);
            for (var i = 0; i < message.Length; i++)
            {
                // Mostly what names are made of.
                message[i] = random.NextInt32(4) switch
                {
                    0 => (byte)random.NextInt32(8),
                    1 => (byte)(0xC0 | random.NextInt32(2)),
                    2 => (byte)random.NextInt32(20),
                    _ => message[i],
                };
            }

            var copy = new byte[NameOctets.MaxOctets];
            for (var offset = 0; offset <= message.Length; offset++)
            {
                if (MessageName.TryRead(message, offset, out var name, out var next) == NameError.None)
                {
                    Assert.InRange(next, offset + 1, message.Length);
                    Assert.Equal(name.Length, name.CopyTo(copy));
                    Assert.Equal(NameError.None, NameOctets.Measure(copy, out var length, out _));
                    Assert.Equal(name.Length, length);
                }
            }
        }
    }

    /// <summary>Reads a message to its end, and writes it again.</summary>
    /// <returns>How many records it has.</returns>
    private static int Check(byte[] octets, string source)
    {
        if (RequestView.TryRead(octets, out var request, out var code) && code == ResponseCode.NoError && request.HasOpt)
        {
            foreach (var option in request.Opt.Options)
            {
                CookieOption.TryRead(option.Data, out _);
            }
        }

        var buffer = new byte[65_535];
        var data = new byte[Rdata.MaxOctets];
        var name = new byte[NameOctets.MaxOctets];
        var count = 0;
        if (MessageReader.TryRead(octets, out var reader) != MessageError.None)
        {
            return 0;
        }

        var writer = new MessageWriter(buffer, buffer.Length, reader.Header);
        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out var question) != MessageError.None)
            {
                return count;
            }

            Assert.True(writer.TryWriteQuestion(question), source);
        }

        while (reader.HasRecord && reader.ReadRecord(out var record) == MessageError.None)
        {
            if (Rdata.Read(record, data, out var length) != RdataError.None)
            {
                continue;
            }

            // What was read is sound, also as text; then it fits into a message again, unless names have grown too much.
            Assert.True(Rdata.Judge(record.Type, record.Class, data.AsSpan(0, length)) == RdataError.None, source);
            RdataPrinter.Print(record.Type, record.Class, data.AsSpan(0, length), new TextBuffer());
            writer.BeginRecord(record.Section, name.AsSpan(0, record.Owner.CopyTo(name)), record.Type, record.Class, record.Ttl);
            Rdata.Write(ref writer, record.Type, record.Class, data.AsSpan(0, length));
            count += writer.EndRecord() ? 1 : 0;
        }

        CheckWritten(buffer.AsSpan(0, writer.Finish()), count, source);
        return count;
    }

    private static void CheckWritten(ReadOnlySpan<byte> message, int count, string source)
    {
        Assert.True(MessageReader.TryRead(message, out var reader) == MessageError.None, source);
        while (reader.HasQuestion)
        {
            Assert.True(reader.ReadQuestion(out _) == MessageError.None, source);
        }

        while (reader.HasRecord)
        {
            Assert.True(reader.ReadRecord(out _) == MessageError.None, source);
            count--;
        }

        Assert.True(count == 0 && reader.Offset == message.Length, source);
    }
}
