namespace MirageGen.Storage.Log;

/// <summary>Fills a half from its beginning on, in pieces of 64 kB.</summary>
internal sealed class LogOutlet(IBlock block, DiskPlan plan, LogHalf half)
{
    private readonly byte[] _octets = new byte[64 * 1024];
    private long _written;
    private int _length;

    /// <summary>Octets from the half's start to what is appended next.</summary>
    public long Position => _written + _length;

    /// <summary>Appends octets, which are copied.</summary>
    /// <exception cref="DeviceException">The half is full, or the disk fails.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var count = Math.Min(octets.Length, _octets.Length - _length);
            octets[..count].CopyTo(_octets.AsMemory(_length));
            _length += count;
            octets = octets[count..];
            if (_length == _octets.Length)
            {
                await WriteAsync();
            }
        }
    }

    /// <summary>Fills a sector with zeros to its end.</summary>
    public async ValueTask PadAsync()
    {
        var padded = (int)plan.Padded(_length);
        Array.Clear(_octets, _length, padded - _length);
        _length = padded;
        if (_length == _octets.Length)
        {
            await WriteAsync();
        }
    }

    /// <summary>Writes what is still in memory: whole sectors.</summary>
    public async ValueTask WriteAsync()
    {
        if (_length == 0)
        {
            return;
        }

        // The other half begins right behind this one.
        if (_written + _length > plan.HalfOctets)
        {
            throw new DeviceException($"the store is full: what it holds has no room in the {plan.HalfOctets} octets of half the disk");
        }

        await block.WriteAsync(half.StartSector + (_written / plan.SectorBytes), _octets.AsMemory(0, _length), CancellationToken.None);
        _written += _length;
        _length = 0;
    }
}
