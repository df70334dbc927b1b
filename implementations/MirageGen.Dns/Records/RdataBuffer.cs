namespace MirageGen.Dns;

/// <summary>A record's data as it is read from text; its memory is used for the next record too.</summary>
internal sealed class RdataBuffer
{
    private const int FirstOctets = 512;

    private byte[] _octets = new byte[FirstOctets];
    private byte[] _scratch = [];

    /// <summary>How many octets there are.</summary>
    public int Length { get; private set; }

    /// <summary>The octets.</summary>
    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    /// <summary>Whether more octets came than a record may have; those beyond were dropped.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Length = 0;
        IsOverfull = false;
    }

    /// <summary>Adds octets.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        if (TryTake(octets.Length, out var room))
        {
            octets.CopyTo(room);
        }
    }

    /// <summary>Adds one octet.</summary>
    public void Append(byte octet) => Append([octet]);

    /// <summary>Adds octets to be filled in.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryTake(int octets, out Span<byte> room)
    {
        if (IsOverfull || octets > Rdata.MaxOctets - Length)
        {
            IsOverfull = true;
            room = default;
            return false;
        }

        if (octets > _octets.Length - Length)
        {
            Array.Resize(ref _octets, Math.Min(Rdata.MaxOctets, Math.Max(_octets.Length * 2, Length + octets)));
        }

        room = _octets.AsSpan(Length, octets);
        Length += octets;
        return true;
    }

    /// <summary>Takes back what is behind a length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Sets an octet that was added before: a length that was not known then.</summary>
    public void Set(int at, byte octet) => _octets[at] = octet;

    /// <summary>Memory for what is to be decoded; its content is undefined.</summary>
    public Span<byte> Scratch(int octets)
    {
        if (_scratch.Length < octets)
        {
            _scratch = new byte[Math.Max(octets, FirstOctets)];
        }

        return _scratch;
    }
}
