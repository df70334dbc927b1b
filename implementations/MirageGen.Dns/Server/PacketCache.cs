using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MirageGen.Dns.Server;

/// <summary>
/// Responses as they were sent, by the requests they answered: whoever asks the same again, in the same case and with the same
/// options, gets the same octets behind the identifier of his own request. It begins small and doubles while what is there is in
/// the way of what comes, up to a bound, so that what there is lies close together, within reach of the processor's caches and
/// page tables. Where more than half of the requests are looked for in vain, as in a flood of made-up names or over more
/// names than it has room for, it is looked into only now and then.
/// </summary>
internal sealed class PacketCache
{
    /// <summary>The octets of one place, for a request and its response.</summary>
    public const int SlotOctets = 256;

    private const int Ways = 2;
    private const int SetOctets = Ways * SlotOctets;
    private const int HeadOctets = 16;
    private const int FirstSets = 256;
    private const int IdOctets = sizeof(ushort);

    // So many lookups are a sample. When more than half were for nothing, so many requests pass by: in a large zone such a one costs what
    // a hit saves, as either takes a few lines of memory that the processor has not at hand.
    private const int Sample = 4096;
    private const int Pause = 4 * Sample;

    // What it takes by default.
    private const int MemoryPart = 16;
    private const long MostOctets = 16 * 1024 * 1024;

    private readonly int _mostSets;
    private readonly ulong _key;
    private byte[] _slots = [];
    private ulong _setMask;
    private object? _zones;
    private uint _generation;
    private int _lookups;
    private int _hits;
    private int _filled;
    private int _pause;
    private int _overwritten;

    // Where the request that was looked for last belongs; -1 when it is not to be kept.
    private int _place;
    private uint _tag;

    /// <summary>Makes an empty one.</summary>
    /// <param name="octets">The most memory that it takes, but for room for two responses.</param>
    /// <param name="random">Makes strangers unable to choose their places.</param>
    public PacketCache(int octets, IRandom random)
    {
        _mostSets = 1 << BitOperations.Log2((uint)Math.Max(1, octets / SetOctets));
        Take(Math.Min(FirstSets, _mostSets));
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        random.Fill(key);
        _key = BinaryPrimitives.ReadUInt64LittleEndian(key);
    }

    /// <summary>What it takes by default of so much memory.</summary>
    public static int OctetsFor(long memory) => (int)Math.Min(memory / MemoryPart, MostOctets);

    /// <summary>How many requests were answered from it.</summary>
    public long Hits { get; private set; }

    /// <summary>The memory that it takes now.</summary>
    public int Octets => _slots.Length;

    /// <summary>Answers a request as it was answered before.</summary>
    /// <param name="zones">What answers come from now: those from other zones count no more.</param>
    /// <param name="request">Untrusted, of any length.</param>
    /// <param name="response">Room for <see cref="SlotOctets"/> at least.</param>
    /// <param name="subject">What the response was kept with.</param>
    /// <returns>The response's length; zero when it is not there.</returns>
    public int Find(ZoneSet zones, ReadOnlySpan<byte> request, Span<byte> response, out int subject)
    {
        subject = 0;
        _place = -1;
        if (request.Length is < IdOctets + sizeof(ulong) or > SlotOctets - HeadOctets || IsPausing())
        {
            return 0;
        }

        Forget(zones);
        var key = request[IdOctets..];
        var hash = Hash(key);
        _place = (int)(hash & _setMask) * SetOctets;
        _tag = (uint)(hash >> 32);
        for (var way = 0; way < Ways; way++)
        {
            var slot = Slot(way);
            ref var head = ref HeadOf(slot);
            if (head.Tag == _tag && head.Generation == _generation && head.Request == key.Length
                && slot.Slice(HeadOctets, key.Length).SequenceEqual(key))
            {
                head.IsWanted = true;
                subject = head.Subject;
                _hits++;
                Hits++;
                request[..IdOctets].CopyTo(response);
                slot.Slice(HeadOctets + key.Length, head.Response).CopyTo(response[IdOctets..]);
                return IdOctets + head.Response;
            }
        }

        return 0;
    }

    /// <summary>
    /// Keeps the response to the request that was looked for last, if there is room for it: in the place of one that nobody has
    /// asked for again.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="response">Its response.</param>
    /// <param name="subject">A number to keep with it.</param>
    public void Keep(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response, int subject)
    {
        if (_place < 0 || HeadOctets + request.Length + response.Length - (2 * IdOctets) > SlotOctets)
        {
            return;
        }

        var slot = Slot(ChooseWay());
        var isEmpty = HeadOf(slot).Generation != _generation;
        if (!isEmpty && ++_overwritten > (int)_setMask / 2 && _slots.Length < _mostSets * SetOctets)
        {
            // Where this one belongs now is seen when it is asked for again.
            Grow();
            return;
        }

        _filled += isEmpty ? 1 : 0;
        var key = request[IdOctets..];
        var rest = response[IdOctets..];
        HeadOf(slot) = new()
        {
            Generation = _generation,
            Tag = _tag,
            Subject = subject,
            Request = (byte)key.Length,
            Response = (byte)rest.Length,
        };
        key.CopyTo(slot[HeadOctets..]);
        rest.CopyTo(slot[(HeadOctets + key.Length)..]);
    }

    private static ref Head HeadOf(Span<byte> slot) => ref MemoryMarshal.AsRef<Head>(slot);

    private Span<byte> Slot(int way) => _slots.AsSpan(_place + (way * SlotOctets), SlotOctets);

    /// <summary>An empty place, or else the second chance: who was asked for stays once, and is then to be asked for again.</summary>
    private int ChooseWay()
    {
        for (var way = 0; way < Ways; way++)
        {
            if (HeadOf(Slot(way)).Generation != _generation)
            {
                return way;
            }
        }

        for (var way = 0; way < Ways; way++)
        {
            ref var head = ref HeadOf(Slot(way));
            if (!head.IsWanted)
            {
                return way;
            }

            head.IsWanted = false;
        }

        return 0;
    }

    private bool IsPausing()
    {
        if (_pause > 0)
        {
            _pause--;
            return true;
        }

        if (++_lookups == Sample)
        {
            // What fills an empty place is not for nothing: it will be asked for.
            _pause = _hits + _filled < Sample / 2 ? Pause : 0;
            _lookups = 0;
            _hits = 0;
            _filled = 0;
        }

        return false;
    }

    /// <summary>Takes nothing for an answer that comes from other zones.</summary>
    private void Forget(ZoneSet zones)
    {
        if (_zones == zones.Identity)
        {
            return;
        }

        _zones = zones.Identity;
        if (++_generation == 0)
        {
            _slots.AsSpan().Clear();
            _generation = 1;
        }
    }

    private void Take(int sets)
    {
        _slots = new byte[sets * SetOctets];
        _setMask = (ulong)sets - 1;
        _overwritten = 0;
    }

    /// <summary>Doubles it: what was in one set is in two then, and has room in either.</summary>
    private void Grow()
    {
        var old = _slots;
        Take(2 * old.Length / SetOctets);
        for (var at = 0; at < old.Length; at += SlotOctets)
        {
            var slot = old.AsSpan(at, SlotOctets);
            ref var head = ref HeadOf(slot);
            if (head.Generation == _generation)
            {
                _place = (int)(Hash(slot.Slice(HeadOctets, head.Request)) & _setMask) * SetOctets;
                slot.CopyTo(Slot(ChooseWay()));
            }
        }
    }

    private ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = Mix(_key ^ (uint)key.Length);
        for (; key.Length > sizeof(ulong); key = key[Math.Min(sizeof(ulong), key.Length - sizeof(ulong))..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
        }

        return Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
    }

    /// <summary>Both halves of a product, so that every bit counts for every place.</summary>
    private ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E37_79B9_7F4A_7C15, out var low);
        return high ^ low ^ _key;
    }

    /// <summary>What a place begins with; of generation zero when there is nothing in it.</summary>
    [StructLayout(LayoutKind.Sequential, Size = HeadOctets)]
    private struct Head
    {
        public uint Generation;
        public uint Tag;
        public int Subject;
        public byte Request;
        public byte Response;
        public bool IsWanted;
    }
}
