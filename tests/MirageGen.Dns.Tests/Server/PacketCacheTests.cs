using System.Globalization;
using MirageGen.Dns.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

/// <summary>A copy of an earlier response is what would have been written anew.</summary>
public sealed class PacketCacheTests
{
    private const int Mebi = 1024 * 1024;

    private const string Text = """
        $TTL 300
        @      SOA   ns1 host 7 3600 900 86400 60
               NS    ns1
        ns1    A     192.0.2.53
        www    CNAME mail
        mail   A     192.0.2.25
        *.w    A     192.0.2.77
        sub    NS    ns.sub
        ns.sub A     192.0.2.99
        $GENERATE 1-30 big A 192.0.2.$
        """;

    private static readonly DnsServerOptions Without = DnsServerOptions.Default with { PacketCacheOctets = 0 };

    [Theory]
    [InlineData("mail.example.")]
    [InlineData("www.example.")]
    [InlineData("nowhere.example.")]
    [InlineData("a.sub.example.")]
    [InlineData("mAiL.eXaMpLe.")]
    public void Whoever_asks_again_gets_the_same_behind_his_own_identifier(string name)
    {
        var server = new TestServer(Text);
        var request = TestServer.Query(name, RecordType.A, size: 1232);
        var first = server.Ask(request).ToArray();
        request[0] ^= 0xFF;
        request[1] ^= 0x55;
        var second = server.Ask(request).ToArray();

        Assert.Equal(1, server.Copies);
        Assert.Equal(request[..2], second[..2]);
        Assert.Equal(first[2..], second[2..]);
    }

    [Fact]
    public void What_is_asked_otherwise_is_another_question()
    {
        var server = new TestServer(Text);
        var without = new TestServer(Text, options: Without);
        byte[][] requests =
        [
            TestServer.Query("mail.example.", RecordType.A), TestServer.Query("MAIL.example.", RecordType.A),
            TestServer.Query("mail.example.", RecordType.Aaaa), TestServer.Query("mail.example.", RecordType.A, size: 512),
            TestServer.Query("mail.example.", RecordType.A, size: 1232), TestServer.Query("mail.example.", RecordType.A, isDnssecOk: true),
            TestServer.Query("mail.example.", RecordType.A, @class: RecordClass.Chaos), TestServer.Query("mail.example.", RecordType.A)[..^1],
        ];
        foreach (var request in requests)
        {
            Assert.Equal(without.Ask(request), server.Ask(request));
        }

        Assert.Equal(0, server.Copies);
    }

    [Fact]
    public void Other_zones_give_other_answers()
    {
        var server = new TestServer(Text);
        var before = server.Ask("mail.example.", RecordType.A);
        server.Zones = server.Zones.With(TestServer.ReadZone(Text.Replace("192.0.2.25", "192.0.2.26", StringComparison.Ordinal)));
        var after = server.Ask("mail.example.", RecordType.A);

        Assert.NotEqual(Assert.Single(before.Answers), Assert.Single(after.Answers));
        Assert.Equal(after.Answers, server.Ask("mail.example.", RecordType.A).Answers);
        Assert.Equal(1, server.Copies);
    }

    [Fact]
    public void What_is_for_one_client_is_not_for_another()
    {
        var server = new TestServer(Text);
        var request = TestServer.Query("mail.example.", RecordType.A, cookie: [1, 2, 3, 4, 5, 6, 7, 8]);
        var one = server.Ask(request).ToArray();
        var other = server.Ask(request, from: IpAddress.Parse("192.0.2.2")).ToArray();

        Assert.NotEqual(one, other);
        Assert.Equal(0, server.Copies);
    }

    [Fact]
    public void A_response_too_long_for_a_place_and_one_over_a_stream_are_written_anew()
    {
        var server = new TestServer(Text);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(30, server.Ask("big.example.", RecordType.A, size: 1232).Answers.Length);
            Assert.Single(server.Ask("mail.example.", RecordType.A, isStream: true).Answers);
        }

        Assert.Equal(0, server.Copies);
    }

    /// <summary>Whatever is asked, however often and by whom: the cache is nothing that a client could tell.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Nobody_can_tell_that_it_is_there(int perSecond)
    {
        var with = new TestServer(Text, options: new() { ResponsesPerSecond = perSecond, PacketCacheOctets = 16 * PacketCache.SlotOctets });
        var without = new TestServer(Text, options: Without with { ResponsesPerSecond = perSecond });
        var random = new SeededRandom(7);
        string[] names = ["mail.example.", "www.example.", "x.w.example.", "y.w.example.", "none.example.", "a.sub.example.", "other.", "big.example."];
        for (var i = 0; i < 20_000; i++)
        {
            if (i % 500 == 499)
            {
                var zone = TestServer.ReadZone(Text.Replace("192.0.2.25", $"192.0.2.{i / 500}", StringComparison.Ordinal));
                with.Zones = without.Zones = with.Zones.With(zone);
            }

            var request = TestServer.Query(
                names[random.NextInt32(names.Length)],
                random.NextInt32(4) == 0 ? RecordType.Aaaa : RecordType.A,
                random.NextInt32(2) == 0 ? null : 1232,
                random.NextInt32(4) == 0);
            request[1] = (byte)random.NextInt32(256);
            if (random.NextInt32(8) == 0)
            {
                request[random.NextInt32(request.Length)] ^= (byte)(1 << random.NextInt32(8));
            }

            var from = IpAddress.Parse($"192.0.{random.NextInt32(100)}.1");
            Assert.Equal(without.Ask(request, from: from), with.Ask(request, from: from));
        }

        Assert.InRange(with.Copies, 500, 20_000);
    }

    [Fact]
    public void A_flood_of_made_up_names_is_let_pass_and_what_is_asked_for_again_is_found_afterwards()
    {
        var server = new TestServer(Text, options: new() { PacketCacheOctets = 64 * PacketCache.SlotOctets });
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal(ResponseCode.NameError, server.Ask(string.Create(CultureInfo.InvariantCulture, $"n{i}.example."), RecordType.A).Code);
        }

        Assert.Equal(0, server.Copies);
        var request = TestServer.Query("mail.example.", RecordType.A);
        for (var i = 0; i < 100_000; i++)
        {
            server.Ask(request);
        }

        Assert.InRange(server.Copies, 75_000, 100_000);
    }

    [Fact]
    public void To_keep_and_to_find_allocates_nothing()
    {
        var server = new TestServer(Text, options: new() { PacketCacheOctets = 8 * PacketCache.SlotOctets });
        var requests = Enumerable.Range(0, 100).Select(i => TestServer.Query($"n{i % 30}.example.", RecordType.A)).ToArray();
        Allocations.None(() =>
        {
            foreach (var request in requests)
            {
                server.Ask(request);
            }
        });
        Assert.InRange(server.Copies, 1, long.MaxValue);
    }

    [Fact]
    public void It_begins_small_and_takes_what_it_may_when_it_is_crowded()
    {
        const int Kibi = 1024;
        var server = new TestServer(Text, options: new() { PacketCacheOctets = Mebi });
        Assert.Equal(128 * Kibi, server.CacheOctets);
        AskAll(100);
        AskAll(100);
        Assert.Equal(128 * Kibi, server.CacheOctets);
        Assert.InRange(server.Copies, 90, 100);

        for (var i = 0; i < 8; i++)
        {
            AskAll(1000);
        }

        Assert.InRange(server.CacheOctets, 256 * Kibi, Mebi);
        var before = server.Copies;
        AskAll(1000);
        Assert.InRange(server.Copies - before, 700, 1000);
        AskAll(100_000);
        Assert.Equal(Mebi, server.CacheOctets);

        void AskAll(int names)
        {
            for (var i = 0; i < names; i++)
            {
                server.Ask(string.Create(CultureInfo.InvariantCulture, $"n{i}.example."), RecordType.A);
            }
        }
    }

    /// <summary>While it fills hardly anything is there, which is no reason to let questions pass by; and what is there stays while it grows.</summary>
    [Fact]
    public void What_is_asked_for_again_is_there_after_it_has_grown()
    {
        const int Names = 8000;
        var server = new TestServer(Text, options: new() { PacketCacheOctets = 8 * Mebi });
        Ask(3 * Names);
        var before = server.Copies;
        Ask(Names);
        Assert.InRange(server.Copies - before, Names * 3 / 4, Names);

        void Ask(int times)
        {
            for (var i = 0; i < times; i++)
            {
                server.Ask(string.Create(CultureInfo.InvariantCulture, $"n{i % Names}.example."), RecordType.A);
            }
        }
    }

    [Theory]
    [InlineData(8L * Mebi, Mebi / 2)]
    [InlineData(64L * Mebi, 4 * Mebi)]
    [InlineData(64L * 1024 * Mebi, 16 * Mebi)]
    public void It_takes_a_part_of_the_memory_there_is(long memory, int octets) => Assert.Equal(octets, PacketCache.OctetsFor(memory));
}
