using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>Makes a zone of what it was before and changes, gathered one after the other and then applied at once.</summary>
internal sealed class ZoneChanges(Zone before)
{
    private readonly RecordIndex _removed = new();
    private readonly RecordIndex _added = new();
    private ZoneHistory _history = before.History;
    private uint _serial = before.Serial;

    /// <summary>Adds the next change.</summary>
    /// <returns>False when it does not begin where the one before ended, or removes what cannot be there.</returns>
    public bool TryAdd(ZoneChange change)
    {
        if (change.From != _serial)
        {
            return false;
        }

        for (var at = 0; change.Removed.TryRead(ref at, out var record);)
        {
            if (_added.TryTake(record, out _))
            {
                continue;
            }

            if (_removed.Contains(record))
            {
                return false;
            }

            _removed.Add(record);
        }

        for (var at = 0; change.Added.TryRead(ref at, out var record);)
        {
            _added.Add(record);
        }

        _history = _history.Add(change);
        _serial = change.To;
        return true;
    }

    /// <summary>Makes the zone as it is behind them.</summary>
    /// <returns>Null when a record that a change removes was not there.</returns>
    public Zone? Apply()
    {
        var builder = new ZoneBuilder(before.Origin);
        var records = new ZoneRecords(before);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (!_removed.TryTake(record, out _) && !_added.Contains(record))
            {
                builder.Add(record);
            }
        }

        for (var next = 0; _added.TryRead(ref next, out var record);)
        {
            builder.Add(record);
        }

        return _removed.Count > 0 ? null : builder.Build().With(_history);
    }
}
