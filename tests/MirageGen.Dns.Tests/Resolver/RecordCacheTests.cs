using MirageGen.Dns.Cache;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>The cache's memory.</summary>
public sealed class RecordCacheTests
{
    private static readonly CachedFacts Answer = new(CachedKind.Records, CachedRank.Answer, Security.Insecure, 300);

    [Fact]
    public void What_was_put_in_is_found_whatever_the_case() => Run(static (world, cache) =>
    {
        Put(cache, "www.example.", RecordType.A, 4, Answer);

        Assert.True(cache.TryFind(Name("WWW.Example."), RecordType.A, out var entry));
        Assert.Equal(300, entry.Ttl);
        Assert.Equal(4, entry.Records.Length);
        Assert.False(cache.TryFind(Name("www.example."), RecordType.Aaaa, out _));
        Assert.False(cache.TryFind(Name("ww.example."), RecordType.A, out _));
    });

    [Fact]
    public void Memory_is_bounded_and_the_newest_stay() => Run(static (world, cache) =>
    {
        for (var i = 0; i < 200_000; i++)
        {
            Put(cache, $"n{i}.example.", RecordType.A, 4 + (i % 400), Answer);
        }

        Assert.InRange(cache.MemoryOctets, RecordCache.LeastOctets, RecordCache.LeastOctets * 5 / 4);
        Assert.InRange(cache.Count, 3000, 8000);
        var kept = Enumerable.Range(0, 200_000).Where(i => cache.TryFind(Name($"n{i}.example."), RecordType.A, out _)).ToArray();
        Assert.Equal(cache.Count, kept.Length);
        Assert.True(kept[0] > 190_000, $"the oldest is {kept[0]}");
    });

    [Fact]
    public void What_is_asked_for_outlives_what_is_not() => Run(static (world, cache) =>
    {
        Put(cache, "popular.example.", RecordType.A, 4, Answer);
        for (var i = 0; i < 100_000; i++)
        {
            Put(cache, $"n{i}.example.", RecordType.A, 40, Answer);
            if (i % 1000 == 0)
            {
                Assert.True(cache.TryFind(Name("popular.example."), RecordType.A, out var entry), $"after {i}");
                entry.Hit();
            }
        }
    });

    [Fact]
    public void What_holds_is_not_replaced_by_what_is_less_to_be_believed() => Run(static (world, cache) =>
    {
        var glue = Answer with { Rank = CachedRank.Glue, Ttl = 600 };
        Put(cache, "a.example.", RecordType.A, 4, Answer);
        Assert.False(cache.TryPut(Name("a.example."), RecordType.A, glue, 8, out _));
        Assert.True(cache.TryFind(Name("a.example."), RecordType.A, out var entry));
        Assert.Equal(CachedRank.Answer, entry.Rank);

        Put(cache, "b.example.", RecordType.A, 4, glue);
        Put(cache, "b.example.", RecordType.A, 8, Answer);
        Assert.True(cache.TryFind(Name("b.example."), RecordType.A, out entry));
        Assert.Equal(8, entry.Records.Length);
        Assert.Equal(2, cache.Count);
    });

    [Fact]
    public void Time_runs_down_and_beyond_until_it_is_too_stale() => World.Run(async world =>
    {
        var cache = new RecordCache(world.Clock, 0, TimeSpan.FromSeconds(1000));
        Put(cache, "a.example.", RecordType.A, 4, Answer);
        await world.DelayAsync(TimeSpan.FromSeconds(100));
        Assert.Equal(200, TtlOf(cache));
        await world.DelayAsync(TimeSpan.FromSeconds(600));
        Assert.Equal(-400, TtlOf(cache));
        await world.DelayAsync(TimeSpan.FromSeconds(700));
        Assert.Null(TtlOf(cache));
    });

    [Fact]
    public void Neither_finding_nor_putting_in_costs_memory() => Run(static (world, cache) =>
    {
        var names = Enumerable.Range(0, 256).Select(static i => Name($"n{i}.example.")).ToArray();
        var next = 0;
        Allocations.None(() =>
        {
            var name = names[next++ % names.Length];
            if (!cache.TryPut(name, RecordType.A, Answer, 3000, out _) || !cache.TryFind(name, RecordType.A, out _))
            {
                throw new InvalidOperationException("It is not there.");
            }
        });
    });

    [Fact]
    public void A_model_agrees() => Run(static (world, cache) =>
    {
        var model = new Dictionary<(string, RecordType), int>();
        var random = new SeededRandom(world.Seed);
        for (var i = 0; i < 100_000; i++)
        {
            var key = ($"n{random.NextInt32(20_000)}.example.", random.NextInt32(2) == 0 ? RecordType.A : RecordType.Aaaa);
            if (cache.TryFind(Name(key.Item1), key.Item2, out var entry))
            {
                Assert.Equal(model[key], entry.Records.Length);
                Assert.All(entry.Records.ToArray(), octet => Assert.Equal((byte)model[key], octet));
                entry.Hit();
            }

            var length = random.NextInt32(500);
            Put(cache, key.Item1, key.Item2, length, Answer);
            model[key] = length;
        }
    });

    private static long? TtlOf(RecordCache cache) => cache.TryFind(Name("a.example."), RecordType.A, out var entry) ? entry.Ttl : null;

    private static byte[] Name(string text) => DomainName.Parse(text).Octets.ToArray();

    private static void Put(RecordCache cache, string name, RecordType type, int length, CachedFacts facts)
    {
        Assert.True(cache.TryPut(Name(name), type, facts, length, out var room));
        room.Fill((byte)length);
    }

    private static void Run(Action<World, RecordCache> test) => World.Run(world =>
    {
        test(world, new(world.Clock, 0, TimeSpan.FromHours(1)));
        return Task.CompletedTask;
    });
}
