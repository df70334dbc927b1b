using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>A whole zone, with its SOA record at both ends (RFC 5936 section 2.2).</summary>
internal sealed class WholeZone(Zone zone) : IRecordSource
{
    private readonly ZoneRecords _records = new(zone);
    private bool _isBegun;
    private bool _isAtSoa;
    private bool _isEnded;

    public ZoneFileRecord Current => _isAtSoa ? zone.Soa : _records.Current;

    public bool MoveNext()
    {
        if (!_isBegun)
        {
            return _isBegun = _isAtSoa = true;
        }

        _isAtSoa = false;
        while (!_isEnded && _records.MoveNext())
        {
            if (_records.Current.Type != RecordType.Soa)
            {
                return true;
            }
        }

        _isAtSoa = !_isEnded;
        _isEnded = true;
        return _isAtSoa;
    }
}
