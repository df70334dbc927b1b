using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Tests.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Whatever is asked: a server answers with a sound message no longer than the client takes, or not at all.</summary>
public sealed class AnswerFuzzTests
{
    private const int Runs = 20_000;

    private const string Text = """
        $TTL 300
        @      SOA   ns1 host 7 3600 900 86400 60
               NS    ns1
               NS    ns.sub
               MX    10 mail
        ns1    A     192.0.2.53
        mail   A     192.0.2.25
        www    CNAME mail
        c      CNAME c.old
        *.w    CNAME a.old
        *.v    MX    1 ns.sub
        sub    NS    ns.sub
               NS    ns.other.
        ns.sub A     192.0.2.99
        old    DNAME w
        loop   DNAME loop.loop
        $GENERATE 1-60 big TXT "record number $ of a set that has no room in a datagram"
        $GENERATE 1-40 many NS ns$.many
        $GENERATE 1-40 ns$.many A 192.0.2.$
        """;

    private static readonly string[] Names =
    [
        "example.", "www.example.", "c.example.", "a.w.example.", "b.a.sub.example.", "x.old.example.", "a.loop.example.", "big.example.",
        "x.many.example.", "none.example.", "other.", ".", "*.w.example.", "ns1.example.",
    ];

    private static readonly byte[][] Pieces =
    [
        [0xC0, 0x0C], [0xC0, 0x00], [0], [63], [0, 0, 41, 4, 0xD0, 0, 0, 0x80, 0, 0, 0], [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 255], [0, 252], [1, (byte)'*'], [3, (byte)'w', (byte)'w', (byte)'w'], [0, 3, 0, 0], [0, 12, 0, 0],
    ];

    [Fact]
    public void Mutated_queries_are_answered_within_bounds_or_dropped()
    {
        var server = new TestServer(Text, options: new() { Keys = [TsigMessages.Key()], Transfers = [ClientRule.Parse("0.0.0.0/0")] });
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            var type = random.NextInt32(4) == 0 ? (RecordType)random.NextInt32(260) : RecordType.A;
            int? size = random.NextInt32(2) == 0 ? null : random.NextInt32(5000);
            var query = TestServer.Query(Names[random.NextInt32(Names.Length)], type, size, random.NextInt32(2) == 0);
            var request = Mutation.Of(query, Pieces, random);
            Check(server, request, isStream: random.NextInt32(4) == 0, $"seed {seed}");
        }
    }

    private static void Check(TestServer server, byte[] request, bool isStream, string source)
    {
        var octets = server.Ask(request, isStream);
        if (octets.IsEmpty)
        {
            return;
        }

        Assert.True(octets.Length <= (isStream ? ushort.MaxValue : 1232), source);
        Assert.True(octets[..2].SequenceEqual(request.AsSpan(0, 2)), source);
        var response = TestResponse.Read(octets);
        Assert.True(response.HasOpt || isStream || octets.Length <= 512, source);
        Assert.False(response.IsTruncated && isStream && response.Answers.Length == 0, source);
    }
}
