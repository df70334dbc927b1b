using MirageGen.Dns.Cache;
using MirageGen.Dns.Client;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Validation;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>What servers send: whatever it is, it is judged, kept and validated without an exception.</summary>
public sealed class ReplyFuzzTests
{
    private const int Runs = 20_000;

    private const string Text = """
        $TTL 300
        @      SOA   ns1 host 7 3600 900 86400 60
               NS    ns1
               DNSKEY 257 3 13 oJMRESz5E4gYzS/q6XDrvU1qMPYIjCWzJaOau8XNEZeqCYKD5ar0IRd8KqXXFJkqmVfRvMGPmM1x8fGAa2XhSA==
               NSEC  a SOA NS RRSIG DNSKEY NSEC
               RRSIG NSEC 13 1 300 20270101000000 20251201000000 12345 example. AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
        a      A     192.0.2.53
               RRSIG A 13 2 300 20270101000000 20251201000000 12345 example. AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
               NSEC  ns1 A RRSIG NSEC
               RRSIG NSEC 13 2 300 20270101000000 20251201000000 12345 example. AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
        ns1    A     192.0.2.53
        www    CNAME a
        old    DNAME a
        sub    NS    ns.sub
               DS    12345 13 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
        ns.sub A     192.0.2.99
        """;

    private static readonly string[] Names =
        ["example.", "www.example.", "x.old.example.", "b.a.sub.example.", "sub.example.", "a.example.", "none.example."];

    private static readonly byte[][] Pieces =
    [
        [0xC0, 0x0C], [0xC0, 0x00], [0], [63], [0, 0, 41, 4, 0xD0, 0, 0, 0x80, 0, 0, 0], [0, 5], [0, 39], [0, 2], [0, 46], [0, 47], [0, 50],
        [1, 0, 0, 1, 0, 20], [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    [Fact]
    public void Mutated_responses_are_taken_or_passed_over() => World.Run(world =>
    {
        var server = new TestServer(Text);
        var store = new SetStore(new(world.Clock, 0, TimeSpan.FromHours(1)));
        var check = new SetCheck(world.Clock);
        foreach (var seed in new FuzzBudget(Runs).Seeds())
        {
            var random = new SeededRandom(seed);
            var name = DomainName.Parse(Names[random.NextInt32(Names.Length)]);
            var type = (RecordType[])[RecordType.A, RecordType.DS, RecordType.Dnskey, RecordType.Txt, RecordType.NS];
            var asked = type[random.NextInt32(type.Length)];
            var sound = server.Ask(TestServer.Query(name.ToString(), asked, 1232, isDnssecOk: true)).ToArray();
            var message = Mutation.Of(sound, Pieces, random);
            ReplyMatching.Judge(message, 0x1234, name.Octets, asked);
            DnsAnswer.Read(default, message);
            if (SetsOfReply.Read(message, DomainName.Parse("example.")) is { } sets)
            {
                Take(sets, name, asked, store, check);
            }
        }

        return Task.CompletedTask;
    });

    private static void Take(SetsOfReply sets, DomainName name, RecordType type, SetStore store, SetCheck check)
    {
        var zone = DomainName.Parse("example.");
        var meaning = ReplyReading.Judge(sets, zone, name, type, out var set);
        if (meaning == ReplyMeaning.Referral)
        {
            store.KeepDelegation(set!);
            Assert.NotNull(store.FindDelegation(set!.Owner));
        }

        if (meaning is ReplyMeaning.Lame or ReplyMeaning.Referral)
        {
            return;
        }

        var answer = ReplyReading.Take(sets, meaning, set, zone, name);
        var work = new Work(DnsResolverOptions.Default, CancellationToken.None);
        foreach (var proof in answer.Proofs)
        {
            Assert.False(check.Verify(proof, zone, [Key], work, out _, out _));
        }

        // Denials as if they had been verified.
        List<RecordSet> plain = [.. answer.Proofs.Where(static proof => proof.Type == RecordType.Nsec && proof.Data.Count == 1)];
        List<RecordSet> hashed = [.. answer.Proofs.Where(static proof =>
            proof.Type == RecordType.Nsec3 && proof.Data.Count == 1 && HashedDenial.AreAlike(proof.Data[0], proof.Data[0]))];
        foreach (var denial in (IDenial?[])[plain.Count > 0 ? new NsecDenial(plain) : null, hashed.Count > 0 ? new HashedDenial(hashed, zone) : null])
        {
            denial?.DeniesName(name);
            denial?.DeniesType(name, type);
            denial?.AllowsWildcard(name, 1);
        }

        store.Keep(answer, type);
        if (answer.Kind != CachedKind.Failure && answer.Ttl > 0)
        {
            Assert.NotNull(store.Find(name, type, isUncheckedWanted: true, isStaleWanted: false));
        }
    }

    private static byte[] Key { get; } = [1, 1, 3, 13, .. new byte[64]];
}
