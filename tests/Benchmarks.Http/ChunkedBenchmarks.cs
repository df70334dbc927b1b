using System.Text;
using BenchmarkDotNet.Attributes;
using MirageGen.Http.Wire;

namespace MirageGen.Benchmarks;

/// <summary>Taking chunked transfer coding off 64 kB.</summary>
[MemoryDiagnoser]
public class ChunkedBenchmarks
{
    private const int BodyBytes = 64 * 1024;

    private readonly byte[] _body = new byte[BodyBytes];
    private byte[] _chunks = [];

    /// <summary>Octets of each chunk.</summary>
    [Params(64, 4096)]
    public int ChunkBytes { get; set; }

    /// <summary>Makes the chunks.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var text = new StringBuilder();
        for (var left = BodyBytes; left > 0; left -= ChunkBytes)
        {
            text.Append($"{ChunkBytes:x}\r\n").Append('x', ChunkBytes).Append("\r\n");
        }

        _chunks = Encoding.ASCII.GetBytes(text.Append("0\r\n").ToString());
    }

    /// <summary>All chunks in one call.</summary>
    [Benchmark]
    public int Decode()
    {
        var decoder = default(ChunkedDecoder);
        decoder.Decode(_chunks, _body, out _, out var written);
        return written;
    }
}
