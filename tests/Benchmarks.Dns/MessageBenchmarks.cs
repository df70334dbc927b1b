using BenchmarkDotNet.Attributes;
using MirageGen.Dns;
using MirageGen.Dns.Wire;

namespace MirageGen.Benchmarks;

/// <summary>A query of 56 octets with EDNS, and its answer with a question, two addresses, two servers and OPT.</summary>
[MemoryDiagnoser]
public class MessageBenchmarks
{
    private static readonly byte[] Www = Name("www.example.com");
    private static readonly byte[] Zone = Name("example.com");
    private static readonly byte[][] Servers = [Name("ns1.example.com"), Name("ns2.example.net")];

    private readonly byte[] _query = Query();
    private readonly NameOffsets _names = new();
    private readonly byte[] _response = new byte[1232];

    /// <summary>What a server does first: everything judged, the name made canonical and hashed.</summary>
    [Benchmark]
    public int ReadQuery()
    {
        RequestView.TryRead(_query, out var request, out _);
        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        return NameOctets.Hash(name[..request.Question.Name.CopyCanonicalTo(name)]);
    }

    /// <summary>The same, and the answer written record by record, with compression.</summary>
    [Benchmark]
    public int ReadQueryAndWriteAnswer()
    {
        RequestView.TryRead(_query, out var request, out var code);
        var writer = new MessageWriter(_response, request.Opt.DatagramOctets, request.Header.ToResponse(code), _names);
        writer.TryWriteQuestion(request.Question);
        for (byte i = 1; i <= 2; i++)
        {
            writer.BeginRecord(MessageSection.Answer, Www, RecordType.A, RecordClass.Internet, 3600);
            Rdata.Write(ref writer, RecordType.A, RecordClass.Internet, [192, 0, 2, i]);
            writer.EndRecord();
        }

        foreach (var server in Servers)
        {
            writer.BeginRecord(MessageSection.Authority, Zone, RecordType.NS, RecordClass.Internet, 3600);
            Rdata.Write(ref writer, RecordType.NS, RecordClass.Internet, server);
            writer.EndRecord();
        }

        OptWriter.Begin(ref writer, 1232, code, request.Opt.IsDnssecOk);
        writer.EndRecord();
        return writer.Finish();
    }

    private static byte[] Query()
    {
        var writer = new MessageWriter(new byte[512], 512, new() { Id = 1, Flags = HeaderFlags.RecursionDesired });
        writer.TryWriteQuestion(Www, RecordType.A, RecordClass.Internet);
        OptWriter.Begin(ref writer, 1232, ResponseCode.NoError, isDnssecOk: true);
        OptWriter.WriteOption(ref writer, EdnsOptionCode.Cookie, new byte[8]);
        writer.EndRecord();
        writer.Finish();
        return writer.Written.ToArray();
    }

    private static byte[] Name(string text) => DomainName.Parse(text).Octets.ToArray();
}
