using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using MirageGen.Dns;

namespace MirageGen.Benchmarks;

/// <summary>
/// A zone file of a million records. <c>MIRAGEGEN_ZONE=file</c> also writes it there, for <c>named-checkzone example file</c>
/// to be timed beside it.
/// </summary>
[MemoryDiagnoser]
public class ZoneFileBenchmarks
{
    private const int Hosts = 250_000;

    private byte[] _zone = [];

    /// <summary>Makes the file.</summary>
    [GlobalSetup]
    public void MakeZone()
    {
        var text = new StringBuilder("$TTL 1h\n@ SOA ns hostmaster 1 2h 1h 4w 1h\n NS ns\nns A 192.0.2.1\n");
        for (var i = 0; i < Hosts; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"h{i} A 10.{i >> 16}.{(i >> 8) & 0xFF}.{i & 0xFF}\n AAAA 2001:db8::{i >> 16:x}:{i & 0xFFFF:x}\n 300 IN TXT \"host {i}\"\n MX 10 h{i}\n");
        }

        _zone = Encoding.ASCII.GetBytes(text.ToString());
        if (Environment.GetEnvironmentVariable("MIRAGEGEN_ZONE") is { Length: > 0 } file)
        {
            File.WriteAllBytes(file, _zone);
        }
    }

    /// <summary>Every record read.</summary>
    [Benchmark]
    public int Read()
    {
        var reader = new ZoneFileReader(_zone, new() { Origin = DomainName.Parse("example") });
        var records = 0;
        while (reader.TryRead(out _))
        {
            records++;
        }

        return records;
    }

    /// <summary>Every record read and checked, as named-checkzone does.</summary>
    [Benchmark]
    public int ReadAndCheck()
    {
        var checker = new ZoneChecker(DomainName.Parse("example"));
        var reader = new ZoneFileReader(_zone, new() { Origin = DomainName.Parse("example") });
        while (reader.TryRead(out var record))
        {
            checker.Add(record);
        }

        return checker.Finish().Count;
    }
}
