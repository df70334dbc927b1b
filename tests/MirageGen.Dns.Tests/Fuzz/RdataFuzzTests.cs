using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Octets as data of every type: judged without a throw, and what is sound survives text.</summary>
public sealed class RdataFuzzTests
{
    private const int Runs = 2_000;

    private static readonly byte[][] Pieces = [[0], [1, (byte)'a', 0], [0xFF], [0, 1, 64], [0, 3, 0, 2, 0, 53], [3, (byte)'a', (byte)'b', (byte)'c']];

    public static TheoryData<RecordType> Types() =>
        [.. RdataFormats.Known.ToArray().Where(format => !format.Fields.IsEmpty).Select(format => format.Type)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Mutated_data_is_sound_or_refused(RecordType type)
    {
        byte[][] sound =
        [
            [], [0], new byte[16],
            .. Records.RdataVectorTests.Vectors().Where(row => row.Data.Item1 == type).Select(row => Octets.FromHex(row.Data.Item3)),
        ];
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            var data = Mutation.Of(sound[random.NextInt32(sound.Length)], Pieces, random);
            if (Rdata.Judge(type, RecordClass.Internet, data) == RdataError.None)
            {
                CheckSound(type, data, $"{type}, seed {seed}");
            }
        }
    }

    private static void CheckSound(RecordType type, byte[] data, string source)
    {
        var record = new ResourceRecord(DomainName.Root, type, RecordClass.Internet, 0, data);
        Rdata.CopyCanonical(type, RecordClass.Internet, data, new byte[data.Length]);
        var read = ResourceRecord.Parse(DomainName.Root, type, 0, record.DataText);

        // A size of LOC has several forms on the wire that mean the same: 0 metres, or mantissa and exponent moved.
        Assert.True(type == RecordType.Loc || read.Data.SequenceEqual(data), source);
        Assert.True(read.DataText == record.DataText, source);
    }
}
