using System.Text;
using MirageGen.Dns.Server;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Server;

/// <summary>Zones, and the writer of answers without a network around it.</summary>
internal sealed class TestServer
{
    private static readonly FixedTime Clock = new();

    private readonly ServerFacts _facts;
    private readonly AnswerWriter _writer;
    private readonly byte[] _response = new byte[ushort.MaxValue];

    public TestServer(string text, string origin = "example.", DnsServerOptions? options = null)
        : this([ReadZone(text, origin)], options)
    {
    }

    public TestServer(IEnumerable<Zone> zones, DnsServerOptions? options = null)
    {
        Zones = new(zones);
        _facts = new(options ?? DnsServerOptions.Default, SimulatedRandom.FromSeed(1));
        _writer = new(_facts);
    }

    public ZoneSet Zones { get; set; }

    /// <summary>How many questions were answered by a copy of an earlier response.</summary>
    public long Copies => _facts.Packets?.Hits ?? 0;

    /// <summary>The memory that such copies take.</summary>
    public int CacheOctets => _facts.Packets?.Octets ?? 0;

    public static Zone ReadZone(string text, string origin = "example.")
    {
        var options = new ZoneFileOptions { Origin = DomainName.Parse(origin), DefaultTtl = 60 };
        return Zone.TryRead(Encoding.UTF8.GetBytes(text), options, out var zone, out var findings)
            ? zone
            : throw new InvalidOperationException(string.Join('\n', findings));
    }

    /// <summary>Asks and returns the response's octets; of a transfer, those of its first message.</summary>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request, bool isStream = false, IpAddress? from = null)
    {
        var client = new Requester(from ?? IPv4Address.Parse("192.0.2.1"), isStream, Clock);
        var length = _writer.Write(Zones, request, client, _response);
        if (length == AnswerWriter.Later)
        {
            OutgoingTransfer.Begin(_facts, Zones, request, client, false, _response, out length);
        }

        return _response.AsSpan(0, length);
    }

    /// <summary>Asks a question.</summary>
    public TestResponse Ask(
        string name, RecordType type, int? size = null, bool isDnssecOk = false, bool isStream = false,
        RecordClass @class = RecordClass.Internet, Opcode opcode = Opcode.Query) =>
        TestResponse.Read(Ask(Query(name, type, size, isDnssecOk, @class, opcode), isStream));

    /// <summary>Writes a query; without a size it has no OPT.</summary>
    public static byte[] Query(
        string name, RecordType type, int? size = null, bool isDnssecOk = false,
        RecordClass @class = RecordClass.Internet, Opcode opcode = Opcode.Query, byte[]? cookie = null)
    {
        var octets = new byte[600];
        var writer = new MessageWriter(octets, octets.Length, new() { Id = 0x1234, Opcode = opcode, Flags = HeaderFlags.RecursionDesired });
        writer.TryWriteQuestion(DomainName.Parse(name).Octets, type, @class);
        if (size is not null || isDnssecOk || cookie is not null)
        {
            OptWriter.Begin(ref writer, (ushort)(size ?? 4096), ResponseCode.NoError, isDnssecOk);
            if (cookie is not null)
            {
                OptWriter.WriteOption(ref writer, EdnsOptionCode.Cookie, cookie);
            }

            writer.EndRecord();
        }

        return octets[..writer.Finish()];
    }
}
