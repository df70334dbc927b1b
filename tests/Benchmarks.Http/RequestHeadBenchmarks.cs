using System.Text;
using BenchmarkDotNet.Attributes;
using MirageGen.Http.Wire;

namespace MirageGen.Benchmarks;

/// <summary>Parsing and judging a request's head that has arrived whole.</summary>
[MemoryDiagnoser]
public class RequestHeadBenchmarks
{
    private readonly HeadLimits _limits = new(8 * 1024, 32 * 1024, 100);
    private readonly RequestHead _head = new();
    private byte[] _octets = [];

    /// <summary>Who asks: a load generator with one field, or a browser with ten.</summary>
    [Params("wrk", "browser")]
    public string Client { get; set; } = "wrk";

    /// <summary>Makes the head.</summary>
    [GlobalSetup]
    public void SetUp() => _octets = Encoding.ASCII.GetBytes(Client == "wrk"
        ? "GET /index.html HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"
        : """
          GET /assets/app.3f2a9c.js?v=7 HTTP/1.1
          Host: www.example.org
          User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
          Accept: */*
          Accept-Language: en-US,en;q=0.5
          Accept-Encoding: gzip, deflate, br, zstd
          Referer: https://www.example.org/
          Connection: keep-alive
          Cookie: session=0123456789abcdef0123456789abcdef; theme=dark
          Sec-Fetch-Dest: script
          If-None-Match: "0123456789abcdef01234567"


          """.ReplaceLineEndings("\r\n"));

    /// <summary>From octets to a judged request.</summary>
    [Benchmark]
    public bool ParseAndJudge()
    {
        _head.Clear();
        var parser = default(RequestHeadParser);
        return parser.Parse(_octets, _head, _limits) == HeadProgress.Complete
            && RequestSemantics.Read(_octets, _head, out _) == WireError.None;
    }
}
