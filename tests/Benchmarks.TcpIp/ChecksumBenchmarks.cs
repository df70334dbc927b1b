using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using MirageGen.TcpIp.Wire;

namespace MirageGen.Benchmarks;

/// <summary>The Internet checksum (RFC 1071) of a header, a small packet, a full one and the largest.</summary>
[MemoryDiagnoser]
public class ChecksumBenchmarks
{
    private byte[] _octets = [];

    /// <summary>Octets that are summed up.</summary>
    [Params(20, 64, 1500, 65_535)]
    public int Octets { get; set; }

    /// <summary>Makes the octets, and asserts that both ways agree.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _octets = new byte[Octets];
        new Random(1).NextBytes(_octets);
        if (WordByWord() != Vectors())
        {
            throw new InvalidOperationException($"the checksums of {Octets} octets differ: {WordByWord():x4} and {Vectors():x4}");
        }
    }

    /// <summary>The plain loop of RFC 1071 section 4.1.</summary>
    [Benchmark(Baseline = true)]
    public ushort WordByWord()
    {
        ReadOnlySpan<byte> left = _octets;
        uint sum = 0;
        for (; left.Length >= sizeof(ushort); left = left[sizeof(ushort)..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(left);
        }

        if (left.Length > 0)
        {
            sum += (uint)left[0] << 8;
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The stack's.</summary>
    [Benchmark]
    public ushort Vectors() => InternetChecksum.Finish(InternetChecksum.Add(0, _octets));
}
