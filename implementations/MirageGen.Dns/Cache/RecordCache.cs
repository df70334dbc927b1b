using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.Dns.Cache;

/// <summary>
/// Sets of records and denials in one array of octets, which is all the memory there is: new entries go behind the last one,
/// round and round, over the oldest ones. One that was asked for since it was last passed is put in once more instead of
/// lost, so that what is popular stays. No entry is an object.
/// </summary>
internal sealed class RecordCache
{
    /// <summary>The least memory: some of the largest entries.</summary>
    public const int LeastOctets = 1 << 20;

    /// <summary>How many entries with the same place are looked at: strangers choose names.</summary>
    private const int MostInChain = 24;

    /// <summary>How many entries are spared for one that is put in.</summary>
    private const int MostSpared = 8;

    private const int Alignment = 8;
    private const int OctetsForBucket = 128;
    private const int LargestShare = 8;

    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly byte[] _octets;
    private readonly int[] _buckets;
    private readonly byte[] _spared;
    private readonly uint _staleSeconds;
    private long _head;
    private long _tail;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="clock">Ends what is kept.</param>
    /// <param name="octets">Its memory, at least <see cref="LeastOctets"/>.</param>
    /// <param name="stale">For how long entries are kept beyond their time.</param>
    public RecordCache(TimeProvider clock, int octets, TimeSpan stale)
    {
        _clock = clock;
        _start = clock.GetTimestamp();
        _octets = new byte[Math.Max(octets, LeastOctets) / Alignment * Alignment];
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)(_octets.Length / OctetsForBucket))];
        _spared = new byte[_octets.Length / LargestShare];
        _staleSeconds = (uint)stale.TotalSeconds;
    }

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    /// <summary>The octets that it takes in all.</summary>
    public long MemoryOctets => _octets.Length + ((long)_buckets.Length * sizeof(int)) + _spared.Length;

    private uint Now => (uint)_clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Finds an entry, also one that has held: its time is for the caller to judge.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type; none for a name that is not there.</param>
    /// <param name="entry">The entry, until something is put in.</param>
    public bool TryFind(ReadOnlySpan<byte> name, RecordType type, out CachedEntry entry)
    {
        var hash = Hash(name, type);
        var now = Now;
        for (var at = _buckets[Bucket(hash)]; at != 0; at = entry.Next)
        {
            entry = new(_octets.AsSpan(at - 1), now);
            if (entry.Hash == hash && entry.Type == type && NameOctets.Equals(entry.Name, name))
            {
                return entry.Ttl > -_staleSeconds;
            }
        }

        entry = default;
        return false;
    }

    /// <summary>Puts an entry in, in place of what was known, unless that is to be believed more and still holds.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type; none for a name that is not there.</param>
    /// <param name="facts">What it is.</param>
    /// <param name="length">Octets of its records.</param>
    /// <param name="records">Where to write them, at once.</param>
    /// <returns>False when it is not wanted, or too large.</returns>
    public bool TryPut(ReadOnlySpan<byte> name, RecordType type, in CachedFacts facts, int length, out Span<byte> records)
    {
        records = default;
        var bare = CachedEntry.FixedOctets + name.Length + length;
        var octets = (bare + Alignment - 1) / Alignment * Alignment;
        if (octets > _octets.Length / LargestShare)
        {
            return false;
        }

        if (TryFind(name, type, out var known))
        {
            if (known.Ttl > 0 && known.Rank > facts.Rank)
            {
                return false;
            }

            Remove(known);
        }

        MakeRoom(octets);
        var hash = Hash(name, type);
        var room = Append(octets, hash);
        records = CachedEntry.Write(room, octets - bare, hash, name, type, facts, Now)[..length];
        Link(room, hash);
        return true;
    }

    private static int Hash(ReadOnlySpan<byte> name, RecordType type) => NameOctets.Hash(name) ^ ((int)type * 0x0100_0193);

    private int Bucket(int hash) => (int)((uint)hash * 0x9E37_79B1u) & (_buckets.Length - 1);

    private int Offset(long position) => (int)(position % _octets.Length);

    private Span<byte> Append(int octets, int hash)
    {
        var room = _octets.AsSpan(Offset(_head), octets);
        BinaryPrimitives.WriteInt32LittleEndian(room[4..], hash);
        _head += octets;
        return room;
    }

    /// <summary>Puts an appended entry into its chain, at the front; what is too far behind in the chain is dropped.</summary>
    private void Link(Span<byte> room, int hash)
    {
        ref var bucket = ref _buckets[Bucket(hash)];
        var entry = new CachedEntry(room, 0) { Next = bucket };
        bucket = Offset(_head - entry.Octets) + 1;
        Count++;
        var length = 1;
        for (var at = entry.Next; at != 0; length++)
        {
            var other = new CachedEntry(_octets.AsSpan(at - 1), 0);
            at = other.Next;
            if (length >= MostInChain)
            {
                Remove(other);
                return;
            }
        }
    }

    /// <summary>Takes an entry out of its chain; its memory is taken when its turn comes.</summary>
    private void Remove(CachedEntry entry)
    {
        ref var bucket = ref _buckets[Bucket(entry.Hash)];
        CachedEntry before = default;
        var isFirst = true;
        for (var at = bucket; at != 0;)
        {
            var other = new CachedEntry(_octets.AsSpan(at - 1), 0);
            if (other.IsSame(entry))
            {
                if (isFirst)
                {
                    bucket = entry.Next;
                }
                else
                {
                    before.Next = entry.Next;
                }

                break;
            }

            before = other;
            isFirst = false;
            at = other.Next;
        }

        entry.Kind = CachedKind.Dead;
        Count--;
    }

    /// <summary>Gives up the oldest entries until there is room behind the last one, in one piece.</summary>
    private void MakeRoom(int octets)
    {
        var spared = 0;
        while (true)
        {
            var rest = _octets.Length - Offset(_head);
            var needed = rest >= octets ? octets : rest + octets;
            if (_octets.Length - (_head - _tail) >= needed)
            {
                if (rest < octets)
                {
                    Fill(rest);
                }

                return;
            }

            spared += TakeOldest(mayBeSpared: spared < MostSpared) ? 1 : 0;
        }
    }

    private void Fill(int octets)
    {
        var room = _octets.AsSpan(Offset(_head), octets);
        BinaryPrimitives.WriteInt32LittleEndian(room, octets);
        if (octets >= CachedEntry.FixedOctets)
        {
            room[22] = (byte)CachedKind.Filler;
        }

        _head += octets;
    }

    /// <summary>Takes the oldest entry's memory.</summary>
    /// <returns>Whether it was spared: it stands behind the last one now.</returns>
    private bool TakeOldest(bool mayBeSpared)
    {
        var octets = BinaryPrimitives.ReadInt32LittleEndian(_octets.AsSpan(Offset(_tail)));
        if (octets < CachedEntry.FixedOctets)
        {
            // Less than an entry at the end of the memory.
            _tail += octets;
            return false;
        }

        var oldest = new CachedEntry(_octets.AsSpan(Offset(_tail)), Now);
        if (oldest.Kind is CachedKind.Dead or CachedKind.Filler)
        {
            _tail += octets;
            return false;
        }

        var isSpared = mayBeSpared && oldest.IsReferenced && oldest.Ttl > 0;
        if (isSpared)
        {
            oldest.IsReferenced = false;
            _octets.AsSpan(Offset(_tail), octets).CopyTo(_spared);
        }

        var hash = oldest.Hash;
        Remove(oldest);
        _tail += octets;
        return isSpared && TryAppendAgain(octets, hash);
    }

    private bool TryAppendAgain(int octets, int hash)
    {
        var rest = _octets.Length - Offset(_head);
        var needed = rest >= octets ? octets : rest + octets;
        if (_octets.Length - (_head - _tail) < needed)
        {
            return false;
        }

        if (rest < octets)
        {
            Fill(rest);
        }

        var room = Append(octets, hash);
        _spared.AsSpan(0, octets).CopyTo(room);
        Link(room, hash);
        return true;
    }
}
