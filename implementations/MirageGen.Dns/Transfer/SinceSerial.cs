namespace MirageGen.Dns.Transfer;

/// <summary>What changed in a zone, between its SOA record and its SOA record (RFC 1995 section 4); without changes that record alone.</summary>
internal sealed class SinceSerial(Zone zone, ReadOnlyMemory<ZoneChange> changes) : IRecordSource
{
    // Before the first record, then for each change its two lists, then the SOA record.
    private int _part = -1;
    private int _at;
    private int _next;

    public ZoneFileRecord Current
    {
        get
        {
            if (_part < 0 || _part >= changes.Length * 2)
            {
                return zone.Soa;
            }

            var at = _at;
            List.TryRead(ref at, out var record);
            return record;
        }
    }

    private Zones.RecordList List => _part % 2 == 0 ? changes.Span[_part / 2].Removed : changes.Span[_part / 2].Added;

    private bool IsBegun { get; set; }

    public bool MoveNext()
    {
        if (!IsBegun)
        {
            return IsBegun = true;
        }

        if (_part >= 0 && _part < changes.Length * 2 && _next < List.Octets.Length)
        {
            Step();
            return true;
        }

        _part++;
        _next = 0;
        if (_part < changes.Length * 2)
        {
            // No list is empty: each begins with a SOA record.
            Step();
            return true;
        }

        return changes.Length > 0 && _part == changes.Length * 2;
    }

    private void Step()
    {
        _at = _next;
        List.TryRead(ref _next, out _);
    }
}
