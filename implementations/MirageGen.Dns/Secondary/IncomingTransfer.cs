using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Secondary;

/// <summary>
/// Takes a transfer in, message by message, without a device: judges every record and the order in which they come, and makes
/// a zone of them once it is whole (RFC 5936 section 2.2, RFC 1995 section 4).
/// </summary>
/// <param name="origin">The zone.</param>
/// <param name="known">What one has of it, when changes alone were asked for; null when the whole zone was.</param>
/// <param name="limits">How much is taken.</param>
internal sealed class IncomingTransfer(DomainName origin, Zone? known, TransferLimits limits)
{
    private readonly byte[] _owner = new byte[NameOctets.MaxOctets];
    private readonly byte[] _data = new byte[Rdata.MaxOctets];
    private ZoneBuilder? _builder;
    private ZoneChanges? _changes;
    private RecordList _first = new();
    private RecordList _removed = new();
    private RecordList _added = new();
    private Phase _phase;
    private uint _serial;
    private uint _changeTo;
    private long _octets;
    private int _records;

    private enum Phase
    {
        Begin,
        BehindFirst,
        Whole,
        Removing,
        Adding,
        Done,
    }

    /// <summary>Whether the last record has come.</summary>
    public bool IsDone => _phase == Phase.Done;

    /// <summary>Whether the zone is as one has it already.</summary>
    public bool IsUpToDate { get; private set; }

    /// <summary>Whether it was of changes alone.</summary>
    public bool IsIncremental => _changes is not null;

    /// <summary>How many records have come.</summary>
    public int Records => _records;

    /// <summary>Takes the next message.</summary>
    /// <param name="message">The message, judged as a response but not what it says.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Take(ReadOnlySpan<byte> message)
    {
        if (MessageReader.TryRead(message, out var reader) != MessageError.None)
        {
            return "a message is malformed";
        }

        if (reader.Header.Code != ResponseCode.NoError)
        {
            return $"the primary answers {reader.Header.Code}";
        }

        while (reader.HasQuestion)
        {
            if (reader.ReadQuestion(out _) != MessageError.None)
            {
                return "a message is malformed";
            }
        }

        var before = _records;
        while (reader.HasRecord && reader.Section == MessageSection.Answer)
        {
            var problem = reader.ReadRecord(out var record) == MessageError.None ? TakeRecord(record) : "a message is malformed";
            if (problem is not null)
            {
                return problem;
            }
        }

        return _records == before ? "a message has no records" : EndMessage();
    }

    /// <summary>Makes the zone.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>Null when something is.</returns>
    public Zone? Build(out string? problem)
    {
        problem = null;
        var zone = _changes is null ? _builder!.Build() : _changes.Apply();
        if (zone is null)
        {
            problem = "the changes do not fit what is here";
        }
        else if (zone.FindSet(0, RecordType.NS) < 0)
        {
            problem = "the zone has no NS record";
        }

        return problem is null ? zone : null;
    }

    private string? EndMessage()
    {
        // A SOA record alone says that there is nothing newer (RFC 1995 section 2).
        if (_phase == Phase.BehindFirst && known is not null && !SerialNumber.IsNewer(_serial, known.Serial))
        {
            IsUpToDate = true;
            _phase = Phase.Done;
        }

        return null;
    }

    private string? TakeRecord(scoped in RecordView view)
    {
        ReadOnlySpan<byte> owner = _owner.AsSpan(0, view.Owner.CopyTo(_owner));
        var error = Rdata.Read(view, _data, out var length);
        if (error != RdataError.None || view.Class != RecordClass.Internet)
        {
            return $"the data of a {TypeText.Of(view.Type)} record of {view.Owner.ToString()} is malformed";
        }

        // A time to live with the topmost bit is none (RFC 2181 section 8).
        var record = new ZoneFileRecord(
            owner, view.Type, view.Class, view.Ttl <= NumberText.MaxTtl ? view.Ttl : 0, _data.AsSpan(0, length), null, 0);
        return JudgeRecord(record) ?? Place(record);
    }

    private string? JudgeRecord(scoped in ZoneFileRecord record)
    {
        _records++;
        _octets += record.Owner.Length + RecordView.FixedOctets + record.Data.Length;
        var isApex = NameOctets.Equals(record.Owner, origin.Octets);
        return _records > limits.MaxRecords || _octets > limits.MaxOctets
                ? $"it is of more than {limits.MaxRecords} records or {limits.MaxOctets} octets; raise the limit if it should be"
            : !NameOctets.IsSubdomain(record.Owner, origin.Octets) ? $"{DomainName.FromSound(record.Owner)} is not in the zone"
            : record.Type is RecordType.None or RecordType.Opt or (>= (RecordType)128 and <= RecordType.Any)
                ? $"{TypeText.Of(record.Type)} is no type of records in a zone"
            : record.Type == RecordType.Soa && !isApex ? $"{DomainName.FromSound(record.Owner)} has a SOA record, but is not the zone's own name"
            : record.Type == RecordType.Nsec3Param && HashedChain.IterationsOf(record.Data) > HashedChain.MaxIterations
                ? $"names are hashed more than {HashedChain.MaxIterations} times (RFC 9276)"
            : null;
    }

    private string? Place(scoped in ZoneFileRecord record)
    {
        var isSoa = record.Type == RecordType.Soa;
        switch (_phase)
        {
            case Phase.Begin when isSoa:
                _serial = SerialNumber.Read(record.Data);
                _first.Add(record);
                _phase = Phase.BehindFirst;
                return null;
            case Phase.Begin:
                return "it does not begin with a SOA record";
            case Phase.BehindFirst:
                return PlaceSecond(record);
            case Phase.Whole:
                return PlaceInWhole(record);
            case Phase.Removing when isSoa:
                _changeTo = SerialNumber.Read(record.Data);
                _added.Add(record);
                _phase = Phase.Adding;
                return null;
            case Phase.Removing:
                _removed.Add(record);
                return null;
            case Phase.Adding when isSoa:
                return EndChange(record);
            case Phase.Adding:
                _added.Add(record);
                return null;
            default:
                return "records come behind its end";
        }
    }

    /// <summary>The second record shows of what kind it is: changes begin with the SOA record that one has.</summary>
    private string? PlaceSecond(scoped in ZoneFileRecord record)
    {
        if (known is not null && record.Type == RecordType.Soa && SerialNumber.Read(record.Data) == known.Serial && known.Serial != _serial)
        {
            _changes = new(known);
            _removed.Add(record);
            _phase = Phase.Removing;
            return null;
        }

        _builder = new(origin);
        var at = 0;
        _first.TryRead(ref at, out var soa);
        _builder.Add(soa);
        _first = new();
        _phase = Phase.Whole;
        return PlaceInWhole(record);
    }

    private string? PlaceInWhole(scoped in ZoneFileRecord record)
    {
        if (record.Type != RecordType.Soa)
        {
            _builder!.Add(record);
            return null;
        }

        _phase = Phase.Done;
        return SerialNumber.Read(record.Data) == _serial ? null : "it does not end with the SOA record that it begins with";
    }

    private string? EndChange(scoped in ZoneFileRecord soa)
    {
        if (!_changes!.TryAdd(new(_removed, _added)) || SerialNumber.Read(soa.Data) != _changeTo)
        {
            return "the changes do not follow one another";
        }

        _removed = new();
        _added = new();
        _removed.Add(soa);
        if (_changeTo != _serial)
        {
            _phase = Phase.Removing;
            return null;
        }

        _phase = Phase.Done;
        return null;
    }
}
