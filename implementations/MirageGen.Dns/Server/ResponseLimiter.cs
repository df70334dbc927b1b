using System.Runtime.InteropServices;

namespace MirageGen.Dns.Server;

/// <summary>
/// Limits how many like responses go to one network in a second, so that whoever asks in another's name cannot use the
/// server to flood him. Like are responses of one code from one name of a zone: the asked one, the wildcard or the
/// delegation above it, or the zone's own when there is none. Each network and name has a virtual time at which its next
/// response is due (the generic cell rate algorithm); whoever is a second ahead of it is limited.
/// </summary>
/// <param name="perSecond">Responses; one at least.</param>
/// <param name="random">Makes strangers unable to choose their places in the table.</param>
internal sealed class ResponseLimiter(int perSecond, IRandom random)
{
    private const int Sets = 4096;
    private const int Ways = 4;
    private const int NetworkBitsV4 = 24;
    private const int NetworkBitsV6 = 56;

    private readonly Entry[] _entries = new Entry[Sets * Ways];
    private readonly ulong _key = MakeKey(random);
    private readonly long _interval = TimeSpan.TicksPerSecond / perSecond;
    private bool _isSecond;

    /// <summary>Judges a response that is about to be sent.</summary>
    /// <param name="client">Whereto.</param>
    /// <param name="code">What it says.</param>
    /// <param name="name">The hash of the name that it comes from; zero when it comes from no zone.</param>
    /// <param name="now">The time, in ticks since whenever.</param>
    public LimiterVerdict Judge(IpAddress client, ResponseCode code, int name, long now)
    {
        ref var entry = ref Find(HashOf(client, code, name));
        var due = Math.Max(entry.Due, now);
        if (due - now < TimeSpan.TicksPerSecond)
        {
            entry.Due = due + _interval;
            return LimiterVerdict.Send;
        }

        // Every second one is truncated instead: a client who is there asks again over TCP, where he is known.
        _isSecond = !_isSecond;
        return _isSecond ? LimiterVerdict.Truncate : LimiterVerdict.Drop;
    }

    private static ulong MakeKey(IRandom random)
    {
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        random.Fill(key);
        return MemoryMarshal.Read<ulong>(key);
    }

    /// <summary>Finds an entry, or puts it in the place of that of its set that has been idle for longest.</summary>
    private ref Entry Find(ulong hash)
    {
        var tag = (uint)(hash >> 32);
        var set = _entries.AsSpan((int)(hash % Sets) * Ways, Ways);
        var idlest = 0;
        for (var i = 0; i < Ways; i++)
        {
            if (set[i].Tag == tag)
            {
                return ref set[i];
            }

            if (set[i].Due < set[idlest].Due)
            {
                idlest = i;
            }
        }

        set[idlest] = new() { Tag = tag };
        return ref set[idlest];
    }

    private ulong HashOf(IpAddress client, ResponseCode code, int name)
    {
        var network = client.IsV4
            ? client.V4.Value >> (32 - NetworkBitsV4)
            : (ulong)(client.V6.Value >> (128 - NetworkBitsV6));
        var hash = Mix(_key ^ network);
        hash = Mix(hash ^ ((ulong)code << 32) ^ (uint)name);
        return Mix(hash ^ _key);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 32)) * 0xD6E8_FEB8_6659_FD93;
        value = (value ^ (value >> 32)) * 0xD6E8_FEB8_6659_FD93;
        return value ^ (value >> 32);
    }

    private struct Entry
    {
        public uint Tag;
        public long Due;
    }
}
