namespace MirageGen.Xen.Rings;

/// <summary>
/// One direction of a ring of octets in a page shared with another domain, as xenstored and xenconsoled have it: two running
/// counts, one that each side moves, and a power of two of octets. The other side's count is not trusted: what lies outside
/// the ring is taken for what can be.
/// </summary>
/// <param name="octets">The ring's memory.</param>
/// <param name="size">Its octets, a power of two.</param>
/// <param name="consumed">Where the count of what has been read is.</param>
/// <param name="produced">Where the count of what has been written is.</param>
internal sealed unsafe class OctetRing(byte* octets, int size, uint* consumed, uint* produced)
{
    /// <summary>Octets that wait to be read.</summary>
    public int Unread
    {
        get
        {
            var waiting = Volatile.Read(ref *produced) - *consumed;
            return waiting <= size ? (int)waiting : 0;
        }
    }

    /// <summary>Octets that there is room for.</summary>
    public int Room
    {
        get
        {
            var waiting = *produced - Volatile.Read(ref *consumed);
            return waiting <= size ? size - (int)waiting : 0;
        }
    }

    /// <summary>Reads what waits, as far as there is room for it.</summary>
    /// <returns>Octets read.</returns>
    public int Read(Span<byte> destination)
    {
        var count = Math.Min(Unread, destination.Length);
        var start = (int)(*consumed & (size - 1));
        var first = Math.Min(count, size - start);
        new ReadOnlySpan<byte>(octets + start, first).CopyTo(destination);
        new ReadOnlySpan<byte>(octets, count - first).CopyTo(destination[first..]);

        // The room is the other side's from here on: nothing of it may be read any more.
        Interlocked.Add(ref *consumed, (uint)count);
        return count;
    }

    /// <summary>Writes as much as there is room for.</summary>
    /// <returns>Octets written.</returns>
    public int Write(ReadOnlySpan<byte> source)
    {
        var count = Math.Min(Room, source.Length);
        var start = (int)(*produced & (size - 1));
        var first = Math.Min(count, size - start);
        source[..first].CopyTo(new Span<byte>(octets + start, first));
        source[first..count].CopyTo(new Span<byte>(octets, count - first));
        Interlocked.Add(ref *produced, (uint)count);
        return count;
    }
}
