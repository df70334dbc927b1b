namespace MirageGen.Dns.Zones;

/// <summary>Goes through the records of a zone, in canonical order, each in full: no name in it compressed.</summary>
internal sealed class ZoneRecords
{
    private const int FirstOctets = 1024;

    private readonly Zone _zone;
    private readonly int _endName;
    private byte[] _data = new byte[FirstOctets];
    private int _length;
    private int _name;
    private int _set;
    private int _endSet;
    private int _at = -1;

    /// <summary>Begins before the first record of the zone.</summary>
    public ZoneRecords(Zone zone)
        : this(zone, 0, zone.NameCount)
    {
    }

    /// <summary>Begins before the first record of one name, and ends with that.</summary>
    public ZoneRecords(Zone zone, int name)
        : this(zone, name, name + 1)
    {
    }

    private ZoneRecords(Zone zone, int name, int endName)
    {
        _zone = zone;
        _name = name - 1;
        _endName = endName;
    }

    /// <summary>The record that was come to; its data stands in memory that the next one takes.</summary>
    public ZoneFileRecord Current
    {
        get
        {
            var block = _zone.BlockOf(_set);
            return new(_zone.NameOf(_name), block.Type, RecordClass.Internet, block.Ttl, _data.AsSpan(0, _length), null, 0);
        }
    }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        if (_at >= 0)
        {
            var block = _zone.BlockOf(_set);
            _at += block.RecordLength(_at);
            if (_at == block.Octets.Length)
            {
                _at = 0;
                _set++;
            }
        }

        while (_set == _endSet)
        {
            if (++_name >= _endName)
            {
                return false;
            }

            (_set, _endSet) = _zone.SetsOf(_name);
            _at = 0;
        }

        ReadData();
        return true;
    }

    private void ReadData()
    {
        var block = _zone.BlockOf(_set);
        var data = block.Data(_at);
        var names = NameLayout.Of(block.Type, out var skip);
        var most = data.Length + (names * NameOctets.MaxOctets);
        if (_data.Length < most)
        {
            Array.Resize(ref _data, Math.Max(most, _data.Length * 2));
        }

        data[..skip].CopyTo(_data);
        _length = skip;
        data = data[skip..];
        for (var i = 0; i < names; i++)
        {
            _length += RecordBlock.TakeName(ref data, _zone.NameOf(_name), _data.AsSpan(_length), out _);
        }

        data.CopyTo(_data.AsSpan(_length));
        _length += data.Length;
    }
}
