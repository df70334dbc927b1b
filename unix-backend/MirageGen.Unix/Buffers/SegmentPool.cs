namespace MirageGen.Unix.Buffers;

/// <summary>
/// The buffers of all flows of one loop: rented when a socket has something to say, returned when it has been read, so
/// that an idle connection holds none. What is returned last is rented first, while it is still in the cache.
/// </summary>
internal sealed class SegmentPool
{
    /// <summary>Enough for a request or a response's head.</summary>
    public const int SmallBytes = 4096;

    /// <summary>For bulk: at this size the cost of the call is small beside that of the copy.</summary>
    public const int LargeBytes = 65536;

    // What is kept for reuse at most; what a burst needed beyond it goes back to the garbage collector.
    private const int SmallKept = 8 * 1024 * 1024 / SmallBytes;
    private const int LargeKept = 16 * 1024 * 1024 / LargeBytes;
    private const int ReferencesKept = 4096;

    private FreeList _small = new(SmallKept);
    private FreeList _large = new(LargeKept);
    private FreeList _references = new(ReferencesKept);

    /// <summary>How many blocks are rented now.</summary>
    public int Rented { get; private set; }

    /// <summary>A block of at least that size; beyond <see cref="LargeBytes"/> it is made for the occasion.</summary>
    public Segment Rent(int leastBytes)
    {
        Rented++;
        return leastBytes <= SmallBytes ? _small.Take() ?? new Segment(SmallBytes)
            : leastBytes <= LargeBytes ? _large.Take() ?? new Segment(LargeBytes)
            : new Segment(leastBytes);
    }

    public Segment Refer(ReadOnlyMemory<byte> memory)
    {
        Rented++;
        var segment = _references.Take() ?? new Segment();
        segment.Refer(memory);
        return segment;
    }

    public void Return(Segment segment)
    {
        Rented--;
        segment.Clear();
        switch (segment.BlockBytes)
        {
            case 0:
                _references.Put(segment);
                break;
            case SmallBytes:
                _small.Put(segment);
                break;
            case LargeBytes:
                _large.Put(segment);
                break;
        }
    }

    private struct FreeList(int limit)
    {
        private Segment? _first;
        private int _count;

        public Segment? Take()
        {
            var segment = _first;
            if (segment is not null)
            {
                _first = segment.Following;
                segment.ChainFree(null);
                _count--;
            }

            return segment;
        }

        public void Put(Segment segment)
        {
            if (_count < limit)
            {
                segment.ChainFree(_first);
                _first = segment;
                _count++;
            }
        }
    }
}
