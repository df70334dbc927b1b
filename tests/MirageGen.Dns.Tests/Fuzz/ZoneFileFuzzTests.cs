using System.Buffers;
using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Mutated zone files: records or <see cref="PresentationException"/>, to the end, and what is written is read back.</summary>
public sealed class ZoneFileFuzzTests
{
    private const int Runs = 3_000;

    /// <summary>A <c>$GENERATE</c> may make a million records.</summary>
    private const int MostRecords = 2_000;

    private static readonly byte[][] Pieces = [.. new[]
    {
        "\n", "(", ")", "\"", ";", "\\", "\\#", "\\000", "@", " ", "\t", "\r\n", "$ORIGIN x\n", "$TTL 1\n", "$INCLUDE a b\n", "$INCLUDE self\n",
        "$GENERATE 1-9/3 a$ A 1.2.3.$\n", "${0,3,n}", "${", "$", "IN", "CH", "1h", "4294967296", "-1", ".", "..", "=", "\0", "\u00FF", "TYPE1", "CLASS2",
    }.Select(Encoding.Latin1.GetBytes)];

    private static readonly byte[][] Sound =
    [
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "ZoneFiles", "Zones", "every-type.zone")),
        "$TTL 1\n@ SOA a b (\n1 2 3 4 5 ) ; c\n NS a\na A 1.2.3.4\n TXT \"x\" y\n$GENERATE 1-3 h$ A 1.2.3.$\n"u8.ToArray(),
    ];

    [Fact]
    public void Mutated_zones_are_read_or_refused()
    {
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            Check(Mutation.Of(Piece(Sound[random.NextInt32(Sound.Length)], random), Pieces, random), $"seed {seed}");
        }
    }

    /// <summary>Some lines of a zone, so that each is met soon.</summary>
    private static byte[] Piece(byte[] zone, SeededRandom random)
    {
        var start = random.NextInt32(zone.Length);
        return [.. "$TTL 1\n"u8, .. zone.AsSpan(start, Math.Min(zone.Length - start, 1 + random.NextInt32(2000)))];
    }

    private static void Check(byte[] text, string source)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ZoneFileWriter(output);
        var checker = new ZoneChecker(DomainName.Parse("example"));
        var reader = new ZoneFileReader(text, new() { Origin = DomainName.Parse("example"), Open = Open });
        var records = 0;
        for (var entries = 0; records < MostRecords; entries++)
        {
            Assert.True(entries <= text.Length + MostRecords, $"{source}: more entries than octets");
            try
            {
                if (!reader.TryRead(out var record))
                {
                    break;
                }

                writer.Write(record);
                checker.Add(record);
                records++;
            }
            catch (PresentationException exception)
            {
                Assert.True(exception.Line > 0 && exception.Column > 0, source);
            }
        }

        checker.Finish();
        CheckWritten(output.WrittenMemory, records, source);
    }

    private static void CheckWritten(ReadOnlyMemory<byte> written, int records, string source)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ZoneFileWriter(output);
        var reader = new ZoneFileReader(written, new() { Origin = DomainName.Root });
        for (; reader.TryRead(out var record); records--)
        {
            writer.Write(record);
        }

        Assert.True(records == 0, source);
        Assert.True(output.WrittenSpan.SequenceEqual(written.Span), source);
    }

    private static bool Open(string name, out ReadOnlyMemory<byte> text)
    {
        text = name == "self" ? "$INCLUDE self\n"u8.ToArray() : "x A 1.2.3.4\n$ORIGIN y\n"u8.ToArray();
        return name is "self" or "a";
    }
}
