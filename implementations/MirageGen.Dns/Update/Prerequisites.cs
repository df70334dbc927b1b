using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Update;

/// <summary>What must hold of a zone before it is changed (RFC 2136 section 3.2).</summary>
internal sealed class Prerequisites(ZoneEdit edit)
{
    // Sets that must be just so, gathered from records that may stand in any order.
    private readonly Dictionary<(DomainName Name, RecordType Type), List<EditedRecord>> _sets = [];

    /// <summary>Takes one.</summary>
    /// <param name="record">As sent, its owner in the zone.</param>
    /// <param name="data">Its data, sound where there is any.</param>
    /// <returns>NOERROR when it holds, or is one of a set that is not whole yet.</returns>
    public ResponseCode Take(scoped in RecordView record, ReadOnlySpan<byte> data)
    {
        if (record.Ttl != 0 || ((ushort)record.Class != (ushort)RecordClass.Internet && record.DataLength != 0))
        {
            return ResponseCode.FormatError;
        }

        var name = record.Owner.ToDomainName();
        var type = record.Type;
        var records = edit.RecordsOf(name);
        var isThere = type == RecordType.Any ? records.Count > 0 : records.Exists(own => own.Type == type);
        switch (record.Class)
        {
            case RecordClass.Any:
                return isThere ? ResponseCode.NoError : type == RecordType.Any ? ResponseCode.NameError : ResponseCode.SetMissing;
            case RecordClass.None:
                return !isThere ? ResponseCode.NoError : type == RecordType.Any ? ResponseCode.NameExists : ResponseCode.SetExists;
            case RecordClass.Internet when type != RecordType.Any:
                AddToSet(name, type, data);
                return ResponseCode.NoError;
            default:
                return ResponseCode.FormatError;
        }
    }

    /// <summary>Judges the sets that must be just so.</summary>
    public ResponseCode Finish()
    {
        foreach (var ((name, type), wanted) in _sets)
        {
            var there = edit.RecordsOf(name).FindAll(record => record.Type == type);
            if (there.Count != wanted.Count || !wanted.TrueForAll(record => there.Exists(own => own.Says(type, record.Data))))
            {
                return ResponseCode.SetMissing;
            }
        }

        return ResponseCode.NoError;
    }

    private void AddToSet(DomainName name, RecordType type, ReadOnlySpan<byte> data)
    {
        if (!_sets.TryGetValue((name, type), out var set))
        {
            _sets.Add((name, type), set = []);
        }

        // Named twice it is wanted once.
        foreach (var record in set)
        {
            if (record.Says(type, data))
            {
                return;
            }
        }

        set.Add(new(type, 0, data.ToArray()));
    }
}
