namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// The other side of one direction of a ring of octets, after public/io/xs_wire.h and public/io/console.h: indexes run freely and
/// are masked where they are used.
/// </summary>
internal sealed unsafe class OctetPipe(byte* octets, int size, uint* consumer, uint* producer)
{
    /// <summary>The count of what has been read.</summary>
    public uint Consumer { get => *consumer; set => *consumer = value; }

    /// <summary>The count of what has been written.</summary>
    public uint Producer { get => *producer; set => *producer = value; }

    /// <summary>Writes what there is room for, and at most so much.</summary>
    /// <returns>How much.</returns>
    public int Write(ReadOnlySpan<byte> source, int most = int.MaxValue)
    {
        var count = Math.Min(Math.Min(source.Length, most), size - (int)(*producer - *consumer));
        for (var i = 0; i < count; i++)
        {
            octets[(*producer)++ % (uint)size] = source[i];
        }

        return count;
    }

    /// <summary>Reads all that waits, and at most so much.</summary>
    public int Read(List<byte> destination, int most = int.MaxValue)
    {
        var count = Math.Min(most, (int)(*producer - *consumer));
        for (var i = 0; i < count; i++)
        {
            destination.Add(octets[(*consumer)++ % (uint)size]);
        }

        return count;
    }
}
