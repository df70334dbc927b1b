namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The buffers of all flows of a device: a connection rents what it needs when there is something to hold, and an idle one
/// holds nothing. What was returned last is rented first, while it is still in the cache.
/// </summary>
/// <param name="limit">How many octets are to be rented at most. The pool does not refuse: who rents asks first.</param>
internal sealed class BlockPool(long limit)
{
    /// <summary>The size for what arrives, and for the beginning of what is sent: a request, or a response's head.</summary>
    public const int SmallOctets = 8192;

    /// <summary>The size for bulk to be sent: what one frame carries where the device segments.</summary>
    public const int LargeOctets = 65_536;

    // What is kept for reuse at most of either size; what a burst needed beyond goes back to the garbage collector.
    private const int OctetsKept = 16 * 1024 * 1024;
    private const int ReferencesKept = 4096;

    private FreeList _small = new((int)Math.Min(OctetsKept, limit / 2) / SmallOctets);
    private FreeList _large = new((int)Math.Min(OctetsKept, limit / 2) / LargeOctets);
    private FreeList _references = new(ReferencesKept);

    /// <summary>Blocks rented now, references included.</summary>
    public int Rented { get; private set; }

    /// <summary>Octets of the blocks rented now.</summary>
    public long RentedOctets { get; private set; }

    /// <summary>Whether half of what there may be is rented: who has much is to hold back.</summary>
    public bool IsShort => RentedOctets > limit / 2;

    /// <summary>Whether more is rented than there may be.</summary>
    public bool IsFull => RentedOctets > limit;

    /// <summary>A block of at least that size; beyond <see cref="LargeOctets"/> it is made for the occasion.</summary>
    public Block Rent(int leastOctets)
    {
        var block = leastOctets <= SmallOctets ? _small.Take() ?? new(SmallOctets)
            : leastOctets <= LargeOctets ? _large.Take() ?? new(LargeOctets)
            : new Block(leastOctets);
        Rented++;
        RentedOctets += block.Octets.Length;
        return block;
    }

    /// <summary>A block that refers to memory that never changes.</summary>
    public Block Refer(ReadOnlyMemory<byte> memory)
    {
        Rented++;
        var block = _references.Take() ?? new();
        block.Refer(memory);
        return block;
    }

    /// <summary>Takes a block back.</summary>
    public void Return(Block block)
    {
        Rented--;
        RentedOctets -= block.Octets.Length;
        block.Clear();
        switch (block.Octets.Length)
        {
            case 0:
                _references.Put(block);
                break;
            case SmallOctets:
                _small.Put(block);
                break;
            case LargeOctets:
                _large.Put(block);
                break;
        }
    }

    private struct FreeList(int limit)
    {
        private Block? _first;
        private int _count;

        public Block? Take()
        {
            var block = _first;
            if (block is not null)
            {
                _first = block.Following;
                block.Following = null;
                _count--;
            }

            return block;
        }

        public void Put(Block block)
        {
            if (_count < limit)
            {
                block.Following = _first;
                _first = block;
                _count++;
            }
        }
    }
}
