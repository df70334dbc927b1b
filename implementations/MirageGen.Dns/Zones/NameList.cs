namespace MirageGen.Dns.Zones;

/// <summary>Names one behind the other in one array of octets, by number. No object a name.</summary>
internal sealed class NameList
{
    private const int FirstOctets = 1024;
    private const int FirstNames = 64;

    private byte[] _octets = new byte[FirstOctets];
    private int[] _starts = new int[FirstNames];
    private int _length;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One name, uncompressed.</summary>
    public ReadOnlySpan<byte> this[int index] => _octets.AsSpan(_starts[index], _starts[index + 1] - _starts[index]);

    /// <summary>The octets that it takes.</summary>
    public long Octets => _octets.Length + ((long)_starts.Length * sizeof(int));

    /// <summary>Adds a name.</summary>
    /// <returns>Its number.</returns>
    public int Add(ReadOnlySpan<byte> name)
    {
        if (Count + 2 > _starts.Length)
        {
            Array.Resize(ref _starts, checked(_starts.Length * 2));
        }

        if (name.Length > _octets.Length - _length)
        {
            Array.Resize(ref _octets, checked(_octets.Length * 2));
        }

        name.CopyTo(_octets.AsSpan(_length));
        _length += name.Length;
        _starts[Count + 1] = _length;
        return Count++;
    }

    /// <summary>Gives back what is not used.</summary>
    public void Trim()
    {
        Array.Resize(ref _octets, _length);
        Array.Resize(ref _starts, Count + 1);
    }
}
