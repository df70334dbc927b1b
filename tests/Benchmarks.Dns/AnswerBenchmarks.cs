using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using MirageGen.Dns;
using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;

namespace MirageGen.Benchmarks;

/// <summary>From a request's octets to a response's, over a zone of 10,000 hosts; each names another of them in turn.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private const int Hosts = 10_000;
    private const int Requests = 1000;
    private const int Stride = 7919;

    private static readonly Requester Asker = new(IPv4Address.Parse("192.0.2.1"), IsStream: false, TimeProvider.System);

    private readonly AnswerWriter _answers = new(new(DnsServerOptions.Default with { PacketCacheOctets = 0 }, new ZeroRandom()));
    private readonly byte[] _response = new byte[ushort.MaxValue];
    private ZoneSet _zones = ZoneSet.Empty;
    private byte[][] _requests = [];
    private int _next;

    /// <summary>What is asked for.</summary>
    [Params("address", "mail", "nothing", "delegation", "wildcard")]
    public string Question { get; set; } = string.Empty;

    /// <summary>Makes the zone and the requests.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder("@ 300 SOA ns host 1 2 3 4 5\n@ 300 NS ns\nns 300 A 192.0.2.1\nmail 300 A 192.0.2.2\n");
        for (var i = 0; i < Hosts; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"h{i} 300 A 192.0.2.3\nh{i} 300 MX 10 mail\nd{i} 300 NS ns.d{i}\nns.d{i} 300 A 192.0.2.4\n*.w{i} 300 A 192.0.2.5\n");
        }

        Zone.TryRead(Encoding.ASCII.GetBytes(text.ToString()), new() { Origin = DomainName.Parse("example.") }, out var zone, out _);
        _zones = new(zone!);
        _requests = [.. Enumerable.Range(0, Requests).Select(i => Request(i * Stride % Hosts))];
    }

    /// <summary>Answers one request.</summary>
    [Benchmark]
    public int Answer()
    {
        _next = (_next + 1) % Requests;
        return _answers.Write(_zones, _requests[_next], Asker, _response);
    }

    private byte[] Request(int host)
    {
        var (name, type) = Question switch
        {
            "address" => ($"h{host}.example", RecordType.A),
            "mail" => ($"h{host}.example", RecordType.MX),
            "nothing" => ($"none{host}.example", RecordType.A),
            "delegation" => ($"www.d{host}.example", RecordType.A),
            _ => ($"any.w{host}.example", RecordType.A),
        };
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 1 });
        writer.TryWriteQuestion(DomainName.Parse(name).Octets, type, RecordClass.Internet);
        writer.Finish();
        return writer.Written.ToArray();
    }

    private sealed class ZeroRandom : IRandom
    {
        public void Fill(Span<byte> destination) => destination.Clear();
    }
}
