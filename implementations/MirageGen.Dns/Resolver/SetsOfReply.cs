using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>A response as sets of records: of the class IN, those below the zone that was asked, and no others.</summary>
internal sealed class SetsOfReply
{
    /// <summary>How many records a response has at most that is believed.</summary>
    private const int MostRecords = 2048;

    private const int CoveredOctets = sizeof(ushort);
    private const uint MostTtl = 86_400;

    private readonly Dictionary<(MessageSection, DomainName, RecordType), RecordSet> _byKey = [];
    private readonly List<RecordSet>[] _sections = [[], [], []];
    private readonly DomainName _zone;

    private SetsOfReply(DomainName zone, in MessageHeader header)
    {
        _zone = zone;
        Code = header.Code;
        Flags = header.Flags;
    }

    /// <summary>How it ended.</summary>
    public ResponseCode Code { get; private set; }

    /// <summary>Its header's bits.</summary>
    public HeaderFlags Flags { get; }

    /// <summary>The answers.</summary>
    public IReadOnlyList<RecordSet> Answers => _sections[0];

    /// <summary>The authorities.</summary>
    public IReadOnlyList<RecordSet> Authorities => _sections[1];

    /// <summary>The additional records.</summary>
    public IReadOnlyList<RecordSet> Additionals => _sections[2];

    /// <summary>Reads a response; null when it is malformed or out of all measure.</summary>
    /// <param name="message">Untrusted.</param>
    /// <param name="zone">Whose servers sent it: records outside are theirs to invent, and passed over.</param>
    public static SetsOfReply? Read(ReadOnlySpan<byte> message, DomainName zone)
    {
        if (MessageReader.TryRead(message, out var reader) != MessageError.None)
        {
            return null;
        }

        var sets = new SetsOfReply(zone, reader.Header);
        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out _) != MessageError.None)
            {
                return null;
            }
        }

        var room = new byte[message.Length + (4 * NameOctets.MaxOctets)];
        for (var count = 0; reader.HasRecord; count++)
        {
            if (count == MostRecords || reader.ReadRecord(out var record) != MessageError.None || !sets.Take(record, room))
            {
                return null;
            }
        }

        return sets;
    }

    private bool Take(scoped in RecordView record, byte[] room)
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

        if (record.Class != RecordClass.Internet)
        {
            return true;
        }

        if (Rdata.Read(record, room, out var length) != RdataError.None)
        {
            return false;
        }

        var owner = record.Owner.ToDomainName();
        if (!owner.IsSubdomainOf(_zone))
        {
            return true;
        }

        var data = room.AsSpan(0, length);
        var isSignature = record.Type == RecordType.Rrsig;
        var type = isSignature ? (RecordType)RdataField.ReadNumber(data[..CoveredOctets]) : record.Type;
        var set = SetOf(record.Section, owner, type);
        set.Ttl = Math.Min(set.Ttl, record.Ttl > int.MaxValue ? 0 : Math.Min(record.Ttl, MostTtl));
        (isSignature ? set.Signatures : set.Data).Add(data.ToArray());
        return true;
    }

    private RecordSet SetOf(MessageSection section, DomainName owner, RecordType type)
    {
        var key = (section, owner, type);
        if (!_byKey.TryGetValue(key, out var set))
        {
            _byKey.Add(key, set = new(owner, type));
            _sections[(int)section - 1].Add(set);
        }

        return set;
    }
}
