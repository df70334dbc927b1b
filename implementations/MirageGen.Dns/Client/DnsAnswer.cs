using MirageGen.Dns.Wire;

namespace MirageGen.Dns;

/// <summary>What a name server answered.</summary>
public sealed class DnsAnswer
{
    private const uint MaxTtl = int.MaxValue;

    private readonly List<ResourceRecord>[] _sections = [[], [], []];

    private DnsAnswer(IpEndpoint server, in MessageHeader header)
    {
        Server = server;
        Code = header.Code;
        IsAuthenticated = (header.Flags & HeaderFlags.AuthenticData) != 0;
    }

    /// <summary>Who answered.</summary>
    public IpEndpoint Server { get; }

    /// <summary>How it ended.</summary>
    public ResponseCode Code { get; private set; }

    /// <summary>AD: whether the server says that it has checked signatures. It is worth what the way to the server is.</summary>
    public bool IsAuthenticated { get; }

    /// <summary>What was asked for, with the aliases that lead there.</summary>
    public IReadOnlyList<ResourceRecord> Answers => _sections[0];

    /// <summary>Who says so; of a denial, the zone's SOA.</summary>
    public IReadOnlyList<ResourceRecord> Authorities => _sections[1];

    /// <summary>What may be of use.</summary>
    public IReadOnlyList<ResourceRecord> Additionals => _sections[2];

    /// <summary>Reads a response; null when it is malformed.</summary>
    internal static DnsAnswer? Read(IpEndpoint server, ReadOnlySpan<byte> message)
    {
        if (MessageReader.TryRead(message, out var reader) != MessageError.None)
        {
            return null;
        }

        var answer = new DnsAnswer(server, reader.Header);
        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out _) != MessageError.None)
            {
                return null;
            }
        }

        var room = new byte[ushort.MaxValue];
        while (reader.HasRecord)
        {
            if (reader.ReadRecord(out var record) != MessageError.None || !answer.Add(record, room))
            {
                return null;
            }
        }

        return answer;
    }

    private bool Add(scoped in RecordView record, byte[] room)
    {
        if (record.Type == RecordType.Opt)
        {
            if (OptView.TryRead(record, out var opt) != MessageError.None)
            {
                return false;
            }

            Code |= opt.HighCode;
            return true;
        }

        if (Rdata.Read(record, room, out var length) != RdataError.None)
        {
            return false;
        }

        // A time to live with its highest bit set is none (RFC 2181 section 8).
        var ttl = record.Ttl > MaxTtl ? 0 : record.Ttl;
        _sections[(int)record.Section - 1].Add(
            new(record.Owner.ToDomainName(), record.Type, record.Class, ttl, room.AsMemory(0, length).ToArray()));
        return true;
    }
}
