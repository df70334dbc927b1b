using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Http;

namespace MirageGen.Benchmarks;

/// <summary>
/// A server without a network under it: what one request costs from the arrived octets to the response in the flow's
/// buffer, of which the flow only takes note.
/// </summary>
[MemoryDiagnoser]
public class ServerBenchmarks : IDisposable
{
    private const int Requests = 64;

    private byte[] _octets = [];
    private HttpService? _service;

    /// <summary>What is asked for.</summary>
    [Params("/1k.txt", "/100k.bin", "/plaintext", "/hello/anna", "/nothing")]
    public string Path { get; set; } = string.Empty;

    /// <summary>Maps the routes.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var routes = new RouteTable();
        routes.Add(HttpMethod.Get, "/plaintext", static exchange => exchange.Response.WriteAsync("Hello, World!"u8));
        routes.Add(HttpMethod.Get, "/hello/{name}", static exchange => exchange.Response.WriteAsync(exchange.Request.PathOctets));
        new FileMount("/", new BenchmarkFiles(("1k.txt", 1024), ("100k.bin", 100 * 1024)), HttpFileOptions.Default).AddTo(routes);
        var options = HttpServerOptions.Default with { MaxPipelinedRequests = Requests + 1 };
        _service = new(options, new RequestDispatcher(routes, options).DispatchAsync, TimeProvider.System, NullLogger.Instance);
        _octets = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET {Path} HTTP/1.1\r\nHost: localhost:8080\r\n\r\n", Requests)));
    }

    /// <summary>Stops the server's clock.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _service?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection that brings 64 requests at once and ends.</summary>
    [Benchmark(OperationsPerInvoke = Requests)]
    public Task Answer() => _service!.ServeAsync(new NotedFlow(_octets));

    /// <summary>A flow whose input is there from the start and whose output goes nowhere.</summary>
    private sealed class NotedFlow(byte[] octets) : IFlow
    {
        public PipeReader Input { get; } = PipeReader.Create(new ReadOnlySequence<byte>(octets));

        public PipeWriter Output { get; } = new NotedWriter();

        public void WriteImmutable(ReadOnlyMemory<byte> data)
        {
        }

        public void Abort(string reason)
        {
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class NotedWriter : PipeWriter
    {
        private static readonly byte[] Buffer = new byte[256 * 1024];

        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => Buffer;

        public override Span<byte> GetSpan(int sizeHint = 0) => Buffer;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }
}
