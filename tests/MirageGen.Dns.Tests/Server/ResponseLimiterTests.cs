using MirageGen.Dns.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

public sealed class ResponseLimiterTests
{
    private const int PerSecond = 10;

    /// <summary>A client's cookie and a server's, the last of a response.</summary>
    private const int CookieOptionOctets = 24;

    private const string Text = """
        @     300 SOA ns host 1 2 3 4 5
        @     300 NS  ns
        ns    300 A   192.0.2.1
        www   300 A   192.0.2.2
        *.w   300 A   192.0.2.3
        sub   300 NS  ns.sub
        ns.sub 300 A  192.0.2.4
        """;

    private static readonly IpAddress Victim = IpAddress.Parse("198.51.100.7");

    private readonly SteppedTime _time = new();
    private readonly ZoneSet _zones = new(TestServer.ReadZone(Text));
    private readonly AnswerWriter _writer =
        new(new(DnsServerOptions.Default with { ResponsesPerSecond = PerSecond }, SimulatedRandom.FromSeed(1)));

    private readonly byte[] _response = new byte[ushort.MaxValue];

    [Fact]
    public void A_flood_passes_at_the_rate_and_half_of_the_rest_is_truncated()
    {
        var sent = 0;
        var truncated = 0;
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            var response = Ask(Victim, "www.example.");
            sent += response.Length > 0 && !IsTruncated(response) ? 1 : 0;
            truncated += response.Length > 0 && IsTruncated(response) ? 1 : 0;
        }

        // Ten seconds at ten, and a second ahead.
        Assert.InRange(sent, 10 * PerSecond, 11 * PerSecond);
        Assert.Equal((1000 - sent) / 2, truncated, tolerance: 1.0);
    }

    [Theory]
    [InlineData("nothing{0}.example.")]
    [InlineData("x{0}.w.example.")]
    [InlineData("x{0}.sub.example.")]
    [InlineData("x{0}.elsewhere.")]
    public void Made_up_names_count_as_one(string format)
    {
        var sent = Enumerable.Range(0, 100).Count(i => Ask(Victim, string.Format(null, format, i)) is { Length: > 0 } response && !IsTruncated(response));
        Assert.Equal(PerSecond, sent);
    }

    [Fact]
    public void Other_names_and_other_networks_are_not_held_to_it()
    {
        for (var i = 0; i < 100; i++)
        {
            Ask(Victim, "www.example.");
        }

        Assert.True(Ask(Victim, "www.example.") is { Length: 0 } || IsTruncated(_response));
        Assert.Single(TestResponse.Read(Ask(Victim, "ns.example.")).Answers);
        Assert.Single(TestResponse.Read(Ask(IpAddress.Parse("198.51.101.7"), "www.example.")).Answers);
        Assert.Single(TestResponse.Read(Ask(IpAddress.Parse("2001:db8::7"), "www.example.")).Answers);
        Assert.True(Ask(IpAddress.Parse("198.51.100.8"), "www.example.") is { Length: 0 } || IsTruncated(_response));
    }

    [Fact]
    public void Streams_and_good_cookies_are_not_limited()
    {
        var first = TestServer.Query("www.example.", RecordType.A, cookie: new byte[8]);
        var length = _writer.Write(_zones, first, new(Victim, false, _time), _response);
        var cookie = _response[(length - CookieOptionOctets)..length];
        var query = TestServer.Query("www.example.", RecordType.A, cookie: cookie);
        var bad = TestServer.Query("www.example.", RecordType.A, cookie: [.. cookie[..8], .. new byte[16]]);
        var passed = 0;
        for (var i = 0; i < 100; i++)
        {
            Assert.NotEqual(0, _writer.Write(_zones, query, new(Victim, false, _time), _response));
            Assert.False(IsTruncated(_response));
            Assert.NotEqual(0, _writer.Write(_zones, bad, new(Victim, true, _time), _response));
            passed += _writer.Write(_zones, bad, new(Victim, false, _time), _response) > 0 && !IsTruncated(_response) ? 1 : 0;
        }

        Assert.InRange(passed, 1, PerSecond);
    }

    [Fact]
    public void Any_number_of_networks_costs_no_memory()
    {
        var query = TestServer.Query("www.example.", RecordType.A);
        var next = 0u;
        Allocations.None(() => _writer.Write(_zones, query, new(new IPv4Address(next += 256), false, _time), _response), rounds: 100_000);
    }

    private byte[] Ask(IpAddress client, string name) =>
        _response[.._writer.Write(_zones, TestServer.Query(name, RecordType.A), new(client, false, _time), _response)];

    private static bool IsTruncated(ReadOnlySpan<byte> response)
    {
        const int FlagsAt = 2;
        return (response[FlagsAt] & 2) != 0;
    }

    private sealed class SteppedTime : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by;

        public override long GetTimestamp() => _now.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000) + _now;
    }
}
