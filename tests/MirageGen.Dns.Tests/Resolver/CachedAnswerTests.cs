using MirageGen.Dns.Cache;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Server;
using MirageGen.Dns.Tests.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>Answers straight from the cache.</summary>
public sealed class CachedAnswerTests
{
    [Theory]
    [InlineData("www.example.", RecordType.A, 45)]
    [InlineData("alias.example.", RecordType.A, 60)]
    [InlineData("no.example.", RecordType.A, 60)]
    public void An_answer_from_the_cache_costs_no_memory(string name, RecordType type, int least)
    {
        World.Run(world =>
        {
            var store = new SetStore(new(world.Clock, 0, TimeSpan.Zero));
            store.Keep(Answer("www.example.", RecordType.A, [192, 0, 2, 1]), RecordType.A);
            store.Keep(Answer("alias.example.", RecordType.Cname, DomainName.Parse("www.example.").Octets.ToArray()), RecordType.A);
            var soa = ResourceRecord.Parse(DomainName.Parse("example."), RecordType.Soa, 60, "ns.example. h.example. 1 1 1 1 60");
            var proof = new RecordSet(soa.Owner, RecordType.Soa);
            proof.Data.Add(soa.Data.ToArray());
            store.Keep(
                new() { Kind = CachedKind.NameError, Name = DomainName.Parse("no.example."), Proofs = [proof], Security = Security.Secure, Ttl = 60 },
                RecordType.A);
            var answers = new ResolverAnswers(store, new(DnsServerOptions.Default, SimulatedRandom.FromSeed(1)), DnsResolverOptions.Default);
            var plain = TestServer.Query(name, type);
            var extended = TestServer.Query(name, type, size: 1232, isDnssecOk: true);
            var response = new byte[1232];
            var client = new Requester(IPv4Address.Loopback, IsStream: false, world.Clock);
            Allocations.None(() =>
            {
                foreach (var request in (ReadOnlySpan<byte[]>)[plain, extended])
                {
                    if (!answers.TryWrite(request, client, response, out var length, out _) || length < least)
                    {
                        throw new InvalidOperationException("That is not the answer.");
                    }
                }
            });
            return Task.CompletedTask;
        });
    }

    private static LinkAnswer Answer(string name, RecordType type, byte[] data)
    {
        var set = new RecordSet(DomainName.Parse(name), type);
        set.Data.Add(data);
        return new() { Kind = CachedKind.Records, Name = set.Owner, Answer = set, Security = Security.Secure, Ttl = 300 };
    }
}
